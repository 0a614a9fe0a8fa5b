import BarLakeBytes
import BarLakeColumnar
import BarLakeConformanceKit
import BarLakeParquetFormat
import BarLakeParquetReading
import Testing

@Test func `there are files of other implementations`() {
  #expect(Fixtures.names.count >= 75)
}

@Test(arguments: Fixtures.names)
func `a file of another implementation is read to the values that its writer was given`(
  name: String
) throws {
  let expected = try ExpectedTable.load("\(Fixtures.folder)/\(name).ndjson")
  for file in [
    try ParquetFile(path: Fixtures.path(name)), try ParquetFile(bytes: Fixtures.bytes(name)),
  ] {
    #expect(file.metadata.rowCount == Int64(expected.rows.count))
    #expect(
      TableComparison.firstDifference(of: file, from: expected, at: name)?.description == nil)
  }
}

@Test func `REQUIRED columns are not nullable and OPTIONAL ones are`() throws {
  let required = try ParquetFile(path: Fixtures.path("pyarrow-required")).schema()
  #expect(required.fields.allSatisfy { !$0.isNullable })
  let optional = try ParquetFile(path: Fixtures.path("pyarrow-edges-plain")).schema()
  #expect(optional.fields.allSatisfy { $0.isNullable })
}

@Test func `metadata keys are found by name`() throws {
  let file = try ParquetFile(path: Fixtures.path("pyarrow-edges-plain"))
  #expect(file.metadataValue("ARROW:schema") != nil)
  #expect(file.metadataValue("no such key") == nil)
}

@Test func `several pages of a chunk are summarised with their rows`() throws {
  let file = try ParquetFile(path: Fixtures.path("pyarrow-classic-pages"))
  let content = try file.readColumnChunk(rowGroup: 0, column: 0)
  let dataPages = content.pages.filter { $0.header.type == .dataPage }
  #expect(dataPages.count > 1)
  #expect(dataPages.first?.rows.lowerBound == 0)
  #expect(dataPages.last?.rows.upperBound == content.column.count)
  for (page, next) in zip(dataPages, dataPages.dropFirst()) {
    #expect(page.rows.upperBound == next.rows.lowerBound)
    #expect(page.offset + page.byteCount == next.offset)
  }
}
