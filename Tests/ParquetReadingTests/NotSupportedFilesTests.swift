import BarLakeBytes
import BarLakeColumnar
import BarLakeParquetFormat
import BarLakeParquetReading
import Testing

/// Files of other implementations with something that the reader does not support.
@Suite struct NotSupportedFilesTests {
  private static let folder = "\(Fixtures.folder)/not-supported"

  /// The files, and what each column is refused for; nil if it is read.
  private static let messages: [(name: String, columns: [String?])] = [
    ("duckdb-interval", [nil, "the type of value, FIXED_LEN_BYTE_ARRAY INTERVAL"]),
    (
      "duckdb-variant",
      [
        nil, "the nested field value.metadata of a VARIANT",
        "the nested field value.value of a VARIANT",
        "the nested field value.typed_value of a VARIANT",
      ]
    ),
    ("pyarrow-brotli", [nil, "column value: the codec BROTLI"]),
    ("pyarrow-encrypted-columns", [nil, "secret is encrypted"]),
    (
      "pyarrow-nested",
      [
        nil, "the nested field list.list.element of a LIST", "the nested field group.a",
        "the nested field map.key_value.key of a MAP",
        "the nested field map.key_value.value of a MAP",
      ]
    ),
    ("spark-geometry", [nil, "the type of value, BYTE_ARRAY GEOMETRY"]),
    ("spark-lz4-hadoop", ["column number: the codec LZ4", "column value: the codec LZ4"]),
  ]

  @Test(arguments: messages)
  func `what is not supported is named with its column, and the rest is read`(
    name: String, columns: [String?]
  ) throws {
    let file = try ParquetFile(path: "\(Self.folder)/\(name).parquet")
    try #require(file.leaves.count == columns.count)
    for (index, message) in columns.enumerated() {
      guard let message else {
        let column = try file.readColumnChunk(rowGroup: 0, column: index).column
        #expect(column.nullCount == 0)
        guard case .int32(let numbers) = column.values else {
          Issue.record("\(column.values)")
          continue
        }
        #expect(numbers == [1, 2, 3])
        continue
      }
      let error = #expect(throws: ParquetReadingError.self) {
        try file.readColumnChunk(rowGroup: 0, column: index)
      }
      #expect(error?.reason == .unsupported(message))
      #expect(error.map { "\($0)".hasSuffix(": not supported: \(message)") } == true)
    }
  }

  @Test func `an encrypted footer is named`() throws {
    let error = #expect(throws: ParquetReadingError.self) {
      try ParquetFile(path: "\(Self.folder)/pyarrow-encrypted-footer.parquet")
    }
    #expect(error.map { "\($0)" } == "not supported: the file is encrypted")
  }

  @Test func `every file is tested`() throws {
    let names = try FileSystem.names(in: Self.folder).filter { $0.hasSuffix(".parquet") }
    let tested = Self.messages.map(\.name) + ["pyarrow-encrypted-footer"]
    #expect(names.sorted() == tested.map { "\($0).parquet" }.sorted())
  }
}
