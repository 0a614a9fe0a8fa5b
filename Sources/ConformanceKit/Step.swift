package import BarLakeAdapterProtocol

/// One step of a case.
package struct Step: Sendable {
  package enum Operation: Sendable {
    case ingest(Ingest)
    case ingestBatch(IngestBatch)
    /// Requests the statistics of the last ingestor that was used.
    case statistics
    /// Resets the statistics of the last ingestor that was used.
    case resetStatistics
    /// Requests the schema of a data type.
    case schema(Schema)
    /// Creates a file under the lake's root, with its parent folders.
    case put(path: String, text: String)
    /// Removes a file under the lake's root.
    case remove(path: String)
    /// Truncates a file under the lake's root to its first bytes.
    case truncate(path: String, byteCount: Int)
  }

  /// Identifies an ingestor. Steps with equal keys use the same ingestor.
  package struct IngestorKey: Sendable {
    package var dataType: String
    package var config: [String: JSONValue]
    /// The entry, if the step fixes it in every permutation.
    package var entry: Entry?
    /// The `output_root` as it is passed on, if it is not the run's lake.
    package var root: String?
  }

  package struct Ingest: Sendable {
    package var ingestor: IngestorKey
    package var date: String
    /// The name of a file in the case's folder; the file may be missing. A URL is passed on
    /// unchanged.
    package var input: String
    package var symbols: [String]?
  }

  package struct IngestBatch: Sendable {
    package var ingestor: IngestorKey
    package var dates: [String]
    /// The names of files in the case's folder, by date.
    package var data: [String: String]
    package var symbols: [String]?
  }

  package struct Schema: Sendable {
    package var dataType: String
    package var profile: String
    /// Whether the schema includes the columns that later stages add.
    package var full: Bool
  }

  package var operation: Operation
  /// The expected outcome. If a step before the last has none, it must succeed.
  package var expect: Expectation?
}

extension Step {
  /// The names of the input files.
  package var inputs: [String] {
    switch operation {
    case .ingest(let ingest): [ingest.input]
    case .ingestBatch(let batch): batch.data.values.sorted()
    case .statistics, .resetStatistics, .schema, .put, .remove, .truncate: []
    }
  }
}

extension Step: Decodable {
  private enum Name: String, Decodable {
    case ingest
    case ingestBatch = "ingest_batch"
    case statistics
    case resetStatistics = "reset_statistics"
    case schema, put, remove, truncate
  }

  private enum NameKeys: String, CodingKey { case op }
  private enum IngestKeys: String, CodingKey, CaseIterable {
    case op, date, input, config, symbols, entry, root, expect
    case dataType = "data_type"
  }
  private enum BatchKeys: String, CodingKey, CaseIterable {
    case op, dates, data, config, symbols, entry, root, expect
    case dataType = "data_type"
  }
  private enum PlainKeys: String, CodingKey, CaseIterable { case op, expect }
  private enum SchemaKeys: String, CodingKey, CaseIterable {
    case op, profile, full, expect
    case dataType = "data_type"
  }
  private enum PutKeys: String, CodingKey, CaseIterable { case op, path, text }
  private enum RemoveKeys: String, CodingKey, CaseIterable { case op, path }
  private enum TruncateKeys: String, CodingKey, CaseIterable { case op, path, bytes }

  package init(from decoder: any Decoder) throws {
    let name = try decoder.container(keyedBy: NameKeys.self).decode(Name.self, forKey: .op)
    switch name {
    case .ingest:
      let keys = try decoder.strictContainer(keyedBy: IngestKeys.self)
      operation = .ingest(
        Ingest(
          ingestor: IngestorKey(
            dataType: try keys.decode(String.self, forKey: .dataType),
            config: try keys.decodeIfPresent([String: JSONValue].self, forKey: .config) ?? [:],
            entry: try keys.decodeIfPresent(Entry.self, forKey: .entry),
            root: try keys.decodeIfPresent(String.self, forKey: .root)),
          date: try keys.decode(String.self, forKey: .date),
          input: try keys.decode(String.self, forKey: .input),
          symbols: try keys.decodeIfPresent([String].self, forKey: .symbols)))
      expect = try keys.decodeIfPresent(Expectation.self, forKey: .expect)
    case .ingestBatch:
      let keys = try decoder.strictContainer(keyedBy: BatchKeys.self)
      operation = .ingestBatch(
        IngestBatch(
          ingestor: IngestorKey(
            dataType: try keys.decode(String.self, forKey: .dataType),
            config: try keys.decodeIfPresent([String: JSONValue].self, forKey: .config) ?? [:],
            entry: try keys.decodeIfPresent(Entry.self, forKey: .entry),
            root: try keys.decodeIfPresent(String.self, forKey: .root)),
          dates: try keys.decode([String].self, forKey: .dates),
          data: try keys.decode([String: String].self, forKey: .data),
          symbols: try keys.decodeIfPresent([String].self, forKey: .symbols)))
      expect = try keys.decodeIfPresent(Expectation.self, forKey: .expect)
    case .statistics, .resetStatistics:
      let keys = try decoder.strictContainer(keyedBy: PlainKeys.self)
      operation = name == .statistics ? .statistics : .resetStatistics
      expect = try keys.decodeIfPresent(Expectation.self, forKey: .expect)
    case .schema:
      let keys = try decoder.strictContainer(keyedBy: SchemaKeys.self)
      operation = .schema(
        Schema(
          dataType: try keys.decode(String.self, forKey: .dataType),
          profile: try keys.decode(String.self, forKey: .profile),
          full: try keys.decode(Bool.self, forKey: .full)))
      expect = try keys.decodeIfPresent(Expectation.self, forKey: .expect)
    case .put:
      let keys = try decoder.strictContainer(keyedBy: PutKeys.self)
      operation = .put(
        path: try keys.decode(String.self, forKey: .path),
        text: try keys.decode(String.self, forKey: .text))
    case .remove:
      let keys = try decoder.strictContainer(keyedBy: RemoveKeys.self)
      operation = .remove(path: try keys.decode(String.self, forKey: .path))
    case .truncate:
      let keys = try decoder.strictContainer(keyedBy: TruncateKeys.self)
      operation = .truncate(
        path: try keys.decode(String.self, forKey: .path),
        byteCount: try keys.decode(Int.self, forKey: .bytes))
    }
  }
}
