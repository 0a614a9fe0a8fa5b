import BarLakeParquetReading
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Test func `a report has the schema with all its types`() throws {
  let report = try FileReport(path: Fixtures.path("pyarrow-classic-pages"))
  let timestamp = try #require(report.schema.first { $0.name == "timestamp" })
  #expect(timestamp.physicalType == "INT64")
  #expect(timestamp.logicalType == "TIMESTAMP(isAdjustedToUTC=true, unit=NANOS)")
  #expect(timestamp.convertedType == nil)
  #expect(timestamp.repetition == "OPTIONAL")
  #expect(report.keyValueMetadata.contains { $0.key == "ARROW:schema" })
  #expect(report.createdBy?.hasPrefix("parquet-cpp-arrow version ") == true)
}

@Test func `bounds are shown as values of the logical type`() throws {
  let report = try FileReport(path: Fixtures.path("pyarrow-edges-dictionary-snappy"))
  func bounds(_ name: String) -> [String?] {
    let statistics = report.rowGroups[0].columns.first { $0.path == name }?.statistics
    return [statistics?.min, statistics?.max]
  }
  #expect(bounds("bool") == ["false", "true"])
  #expect(bounds("int8") == ["-128", "127"])
  #expect(bounds("int64") == ["-9223372036854775808", "9223372036854775807"])
  #expect(bounds("uint32") == ["0", "4294967295"])
  #expect(bounds("uint64") == ["0", "18446744073709551615"])
  #expect(bounds("date32") == ["0001-01-01", "9999-12-31"])
  #expect(bounds("timestamp_us") == ["1969-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"])
  #expect(
    bounds("timestamp_ns") == [
      "1969-12-31T23:59:59.999999999Z", "2262-04-11T23:47:16.854775807Z",
    ])
}

@Test func `pages come from the page index`() throws {
  let report = try FileReport(path: Fixtures.path("pyarrow-classic-pages"))
  let pages = try #require(report.rowGroups[0].columns[0].pages)
  #expect(pages.count > 1)
  #expect(pages[0].firstRow == 0)
  #expect(pages[1].firstRow > 0)
  #expect(pages[0].offset + pages[0].byteCount == pages[1].offset)
  #expect(pages.allSatisfy { $0.min != nil && $0.max != nil && $0.nullCount != nil })
}

@Test(arguments: Fixtures.names)
func `the text and the JSON of a report describe the same file`(name: String) throws {
  let report = try FileReport(path: Fixtures.path(name))
  let lines = report.text.split(separator: "\n")
  for field in report.schema {
    #expect(lines.contains { $0.hasPrefix("  \(field.name)  ") })
  }
  #expect(lines.allSatisfy { $0.count <= 180 && $0.last != " " })
  let json = try JSONEncoder().encode(report)
  let decoded = try JSONDecoder().decode(Counts.self, from: json)
  #expect(decoded.rows == report.rowCount)
  #expect(decoded.bytes == report.byteCount)
  #expect(decoded.rowGroups.count == report.rowGroups.count)
}

private struct Counts: Decodable {
  var rows: Int
  var bytes: Int
  var rowGroups: [RowGroup]

  struct RowGroup: Decodable { var rows: Int }

  private enum CodingKeys: String, CodingKey {
    case rows, bytes
    case rowGroups = "row_groups"
  }
}

@Test func `the text of a small file is as people are to see it`() throws {
  let report = FileReport(
    byteCount: 1_234, version: 2, createdBy: "barlake version 1.0.0 (build none)", rowCount: 1_000,
    schema: [
      FieldReport(
        name: "symbol", depth: 0, repetition: "OPTIONAL", physicalType: "BYTE_ARRAY",
        logicalType: "STRING", convertedType: "UTF8"),
      FieldReport(name: "open", depth: 0, repetition: "OPTIONAL", physicalType: "DOUBLE"),
    ],
    keyValueMetadata: [KeyValueReport(key: "barlake.date", value: "2024-01-02")],
    rowGroups: [
      RowGroupReport(
        rowCount: 1_000, uncompressedByteCount: 9_000, compressedByteCount: 1_000,
        columns: [
          ColumnChunkReport(
            path: "symbol", physicalType: "BYTE_ARRAY", encodings: ["PLAIN", "RLE_DICTIONARY"],
            codec: "SNAPPY", valueCount: 1_000, uncompressedByteCount: 1_000,
            compressedByteCount: 400, dataPageOffset: 40,
            statistics: StatisticsReport(min: "A\n", max: "ZZ", nullCount: 0))
        ])
    ])
  #expect(
    report.text == """
      1,000 rows in 1 row group, 1,234 bytes
      Written by barlake version 1.0.0 (build none), format version 2

      Schema
        name    physical type  logical type  converted type  repetition
        symbol  BYTE_ARRAY     STRING        UTF8            OPTIONAL
        open    DOUBLE                                       OPTIONAL

      Metadata
        barlake.date  2024-01-02

      Row group 1: 1,000 rows, 9,000 bytes, 1,000 compressed
        column  codec   encodings             bytes  compressed  nulls  min     max
        symbol  SNAPPY  PLAIN RLE_DICTIONARY  1,000         400      0  A\\u{a}  ZZ

      """)
}
