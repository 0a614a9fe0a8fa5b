import BarLakeConformanceKit
import BarLakeParquetFormat
import BarLakeParquetReading
import BarLakeTestSupport
import Testing

// Footers that are whole and say what cannot be: bytes changed at random seldom get this far.

@Test(arguments: [LogicalType.date, nil])
func `a day in a column of 64 bits has no calendar and is shown as bytes`(type: LogicalType?) throws
{
  let bytes = try rewriteFooter(of: try Fixtures.bytes("pyarrow-edges-plain")) { metadata in
    for index in metadata.schema.indices where metadata.schema[index].name == "int64" {
      metadata.schema[index].logicalType = type
      metadata.schema[index].convertedType = .date
    }
  }
  let file = try ParquetFile(bytes: bytes)
  let column = try #require(file.leaves.firstIndex { $0.name == "int64" })
  let statistics = try FileReport(file).rowGroups[0].columns[column].statistics
  #expect(statistics?.min == "0x0000000000000080")
  #expect(statistics?.max == "0xffffffffffffff7f")
}

@Test func `a row group with a chunk too few has no page index for the last leaf`() throws {
  let bytes = try rewriteFooter(of: try Fixtures.bytes("pyarrow-classic-pages")) { metadata in
    metadata.rowGroups[0].columns.removeLast()
  }
  let file = try ParquetFile(bytes: bytes)
  let last = file.leaves.count - 1
  let mismatch = ParquetReadingError(
    .mismatch("columns of row group 0", expected: last + 1, found: last),
    offset: file.footerRange.lowerBound)
  #expect(throws: mismatch) { try file.columnIndex(rowGroup: 0, column: last) }
  #expect(throws: mismatch) { try file.offsetIndex(rowGroup: 0, column: last) }
  #expect(throws: mismatch) { try file.readColumnChunk(rowGroup: 0, column: last) }
  #expect(try file.columnIndex(rowGroup: 0, column: 0) != nil)
}

/// Numbers at which arithmetic overflows or a sign changes.
private let extremes: [Int64] = [.min, .min + 1, -1, 0, 1, 1 << 31, 1 << 32, .max - 1, .max]

@Test(arguments: Fixtures.names)
func `numbers of the footer at their extremes crash neither the reader nor the checks`(
  name: String
) throws {
  let original = try Fixtures.bytes(name)
  for extreme in extremes {
    let fields: [WritableKeyPath<ColumnMetaData, Int64>] = [
      \.dataPageOffset, \.compressedByteCount, \.uncompressedByteCount, \.valueCount,
    ]
    for field in fields {
      let bytes = try rewriteFooter(of: original) { metadata in
        for group in metadata.rowGroups.indices {
          for column in metadata.rowGroups[group].columns.indices {
            metadata.rowGroups[group].columns[column].metaData?[keyPath: field] = extreme
          }
        }
      }
      _ = readEverything(bytes)
      _ = PhysicalCheck.findings(of: bytes)
    }
    let bytes = try rewriteFooter(of: original) { metadata in
      metadata.rowCount = extreme
      for group in metadata.rowGroups.indices {
        metadata.rowGroups[group].rowCount = extreme
        for column in metadata.rowGroups[group].columns.indices {
          let byteCount = Int32(clamping: extreme)
          metadata.rowGroups[group].columns[column].offsetIndexOffset = extreme
          metadata.rowGroups[group].columns[column].offsetIndexByteCount = byteCount
          metadata.rowGroups[group].columns[column].columnIndexOffset = extreme
          metadata.rowGroups[group].columns[column].columnIndexByteCount = byteCount
        }
      }
    }
    _ = readEverything(bytes)
    _ = PhysicalCheck.findings(of: bytes)
  }
}
