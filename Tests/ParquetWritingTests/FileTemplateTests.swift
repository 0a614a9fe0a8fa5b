import BarLakeColumnar
import BarLakeParquetFormat
import BarLakeParquetWriting
import Testing

@Suite struct FileTemplateTests {
  private let schema = Schema([
    Field("a", .dictionary(index: .int32)), Field("b", .int64, isNullable: false),
  ])

  private func options(
    _ metadata: [(key: String, value: String)], arrowSchema: Bool
  ) -> ParquetOptions {
    ParquetOptions(
      schema: schema, textEncodings: [.dictionary, .plain], keyValueMetadata: metadata,
      createdBy: "someone", arrowSchema: arrowSchema)
  }

  private func footer(_ bytes: [UInt8]) throws -> FileMetaData {
    var reader = CompactReader(bytes)
    return try FileMetaData(from: &reader)
  }

  /// The keys of a file's metadata, of which one may be known only at the end.
  private func keys(
    _ metadata: [(key: String, value: String)], arrowSchema: Bool, adding added: String?
  ) throws -> [String]? {
    let template = FileTemplate(options(metadata, arrowSchema: arrowSchema))
    var writer = try ParquetWriter(template, to: MemorySink())
    if let added { writer.addMetadata(key: added, value: "\(added) of a file") }
    let pairs = try footer(try writer.finish().footer).keyValueMetadata
    #expect(pairs?.first { $0.key == added }?.value == added.map { "\($0) of a file" })
    return pairs?.map(\.key)
  }

  @Test func `pairs of a file come after those of all files and before the Arrow schema`() throws {
    let metadata = [(key: "k", value: "1"), (key: "l", value: "2")]
    #expect(try keys([], arrowSchema: false, adding: nil) == nil)
    #expect(try keys([], arrowSchema: false, adding: "x") == ["x"])
    #expect(try keys([], arrowSchema: true, adding: nil) == ["ARROW:schema"])
    #expect(try keys(metadata, arrowSchema: false, adding: "x") == ["k", "l", "x"])
    #expect(try keys(metadata, arrowSchema: true, adding: "x") == ["k", "l", "x", "ARROW:schema"])
  }

  @Test func `each footer is that of the options, whatever another file added`() throws {
    let template = FileTemplate(options([("k", "1")], arrowSchema: true))
    for added in ["x", nil, "y"] {
      var writer = try ParquetWriter(template, to: MemorySink())
      if let added { writer.addMetadata(key: added, value: "") }
      let bytes = try writer.finish().footer
      #expect(bytes.starts(with: template.schemaBytes))
      let metaData = try footer(bytes)
      #expect(metaData.keyValueMetadata?.count == (added == nil ? 2 : 3))
      #expect(metaData.version == 2 && metaData.createdBy == "someone")
      #expect(metaData.columnOrders == [.typeDefined, .typeDefined])
      #expect(metaData.schema.map(\.name) == ["schema", "a", "b"])
      #expect(metaData.schema.map(\.repetition) == [nil, .optional, .required])
    }
  }

  @Test func `the first bytes of a footer are its version and its whole schema`() throws {
    let template = FileTemplate(options([("k", "1")], arrowSchema: true))
    let metaData = try footer(template.schemaBytes + FooterTemplate.endWithoutRows)
    #expect(metaData.schema.map(\.name) == ["schema", "a", "b"])
    #expect(metaData.rowCount == 0 && metaData.rowGroups.isEmpty)
    #expect(metaData.keyValueMetadata == nil && metaData.createdBy == nil)
  }
}
