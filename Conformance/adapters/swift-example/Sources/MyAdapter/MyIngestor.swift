import BarLake
import BarLakeBytes

/// An ingestor of one's own. It leaves reading and writing to one of BarLake, which has the same
/// context, and adds what BarLake has not: here the turnover of a date.
final class MyIngestor: BaseIngestor {
  let context: IngestContext
  private let writer: StreamingIngestor

  init(context: IngestContext) {
    self.context = context
    writer = StreamingIngestor(context: context)
  }

  func ingestDate(
    _ date: String, data: ByteSource, symbols: [String]?
  ) throws(IngestError) -> IngestResult {
    // Your code goes here. It may do all of the work: then it throws an `IngestError` for each
    // input that docs/spec.md refuses, counts with `context.recordSuccess` and `recordFailure`,
    // and returns an `IngestResult` with the paths of its files.
    let result = try writer.ingestDate(date, data: data, symbols: symbols)
    if result.records > 0 {
      let turnover = try turnover(of: batches(date, data: data, symbols: symbols))
      print("\(date): \(turnover)")  // To standard error: the adapter keeps standard output.
    }
    return result
  }

  /// The sum of volume times close, from the rows that were stored.
  private func turnover(of reader: BarBatchReader) throws(IngestError) -> Double {
    var sum = 0.0
    while let batch = try reader.next() {
      guard let volume = reader.schema.index(of: "volume"),
        let close = reader.schema.index(of: "close"),
        case .float64(let volumes) = batch.columns[volume].values,
        case .float64(let closes) = batch.columns[close].values
      else { continue }
      for (volume, close) in zip(volumes, closes) { sum += volume * close }
    }
    return sum
  }
}
