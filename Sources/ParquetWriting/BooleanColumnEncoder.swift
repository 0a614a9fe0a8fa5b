internal import BarLakeBytes
internal import BarLakeColumnar
internal import BarLakeParquetFormat

/// Encodes the column chunks of Boolean type: always PLAIN, with one bit per value. It reuses its
/// memory for every chunk.
///
/// Source: parquet-format `Encodings.md`, "Plain".
package struct BooleanColumnEncoder {
  /// The values of the chunk as 0 and 1, without nulls.
  private var bits: [UInt16] = []

  package init() {}

  /// Writes a column chunk. Its levels must be loaded.
  package mutating func encode(
    _ layout: ChunkLayout, levels: DefinitionLevels, into chunk: inout ColumnChunkWriter
  ) throws(ParquetWritingError) -> EncodedColumnChunk {
    try gather(layout.slices)
    try chunk.writeDataPages(
      layout, levels: levels, encoding: .plain, bitWidth: 1, fixedByteCount: 0
    ) { range, _ in
      bounds(range)
    } values: { range, page in
      page.write(upTo: (range.count + 7) / 8 + BitPacker.slackByteCount) { target in
        BitPacker.pack(bits.span, range, bitWidth: 1, into: &target, at: 0)
      }
    }
    return chunk.endChunk(layout.storage, encoding: .plain, bounds: nil)
  }

  private mutating func gather(_ slices: ColumnSlices) throws(ParquetWritingError) {
    bits.removeAll(keepingCapacity: true)
    try slices.visit { values, validity, rows throws(ParquetWritingError) in
      switch values {
      case .bool(let values):
        for row in rows where validity?[row] ?? true { bits.append(values[row] ? 1 : 0) }
      case .repeated(.bool(let value), _):
        let count = rows.count - (validity?.nullCount(in: rows) ?? 0)
        bits.append(contentsOf: repeatElement(value[0] ? 1 : 0, count: count))
      default:
        preconditionFailure("column \(slices.name) holds values of another type than its field")
      }
    }
  }

  private func bounds(_ range: Range<Int>) -> Bounds? {
    guard let min = bits[range].min(), let max = bits[range].max() else { return nil }
    func bound(_ bit: UInt16) -> Bounds.Bound {
      Bounds.Bound(stored: [UInt8(bit)])
    }
    return Bounds(min: bound(min), max: bound(max))
  }
}
