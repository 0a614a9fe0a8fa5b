internal import BarLakeBytes
internal import BarLakeColumnar
package import BarLakeParquetWriting

/// What the files of a plan have in common, made once for all of them.
struct PlannedFiles: Sendable {
  let plan: WritePlan
  fileprivate let template: FileTemplate
  fileprivate let footers: FooterCheck

  /// - Throws: `internal` if the files would have other columns than the plan's.
  init(_ plan: WritePlan) throws(IngestError) {
    self.plan = plan
    template = FileTemplate(PlannedRowGroupEncoder.options(of: plan))
    footers = try FooterCheck(template.schemaBytes, has: plan.schema)
  }
}

/// A staged file while it is written: the one file of a date, or that of one partition.
struct PartitionFile: ~Copyable {
  private let files: PlannedFiles
  /// The path of the published file, relative to the lake.
  private let path: String
  private let stagedPath: String
  private var writer: ParquetWriter<HashedFile>
  /// What the first row group decided.
  private var numberEncodings: [NumberEncoding]?

  /// Creates the file `name` in the plan's staging folder.
  init(_ path: String, name: String, files: PlannedFiles) throws(IngestError) {
    let stagedPath = "\(files.plan.stagingDirectory)/\(name)"
    (self.files, self.path, self.stagedPath) = (files, path, stagedPath)
    writer = try files.plan.layout.system { () throws(SystemError) in
      try ParquetWriter(files.template, to: HashedFile(creating: stagedPath))
    }
  }

  /// Writes a row group.
  mutating func write(_ rowGroup: EncodedRowGroup) throws(IngestError) {
    do {
      try writer.write(rowGroup)
    } catch {
      throw files.plan.error(error)
    }
  }

  /// Encodes the next row group and writes it.
  mutating func write(
    _ slices: [BatchSlice], with encoder: PlannedRowGroupEncoder
  ) throws(IngestError) {
    let rowGroup = try encoder.encode(slices, following: numberEncodings)
    numberEncodings = numberEncodings ?? rowGroup.numberEncodings
    try write(rowGroup)
  }

  /// Ends the file and checks that its columns are the plan's. Its content may still be on its way
  /// to the disk.
  consuming func finish(roundedVolumes: Int) throws(IngestError) -> StagedPartition {
    let (files, path, stagedPath) = (self.files, self.path, self.stagedPath)
    var writer = self.writer
    if roundedVolumes > 0 {
      writer.addMetadata(key: MetadataKey.roundedVolumes, value: String(roundedVolumes))
    }
    let (footer, summary, sha256): ([UInt8], ParquetFileSummary, String)
    do throws(SystemError) {
      var written = try writer.finish()
      (footer, summary) = (written.footer, written.summary)
      sha256 = try written.output.close()
    } catch {
      throw files.plan.error(error)
    }
    try files.footers.check(footer)
    return StagedPartition(
      path: path, stagedPath: stagedPath, byteCount: summary.byteCount,
      rowCount: summary.rowCount, sha256: sha256,
      plainTextChunkCount: summary.plainTextChunkCount)
  }
}

/// Encodes row groups with the options of a plan.
struct PlannedRowGroupEncoder: BatchEncoder {
  typealias Encoded = EncodedRowGroup

  private let plan: WritePlan
  private let encoder: RowGroupEncoder

  init(plan: WritePlan) {
    self.plan = plan
    encoder = RowGroupEncoder(Self.options(of: plan))
  }

  static func partCount(plan: WritePlan) -> Int { plan.schema.fields.count }

  func encode(
    part: Int, of slices: [BatchSlice], unit: Int, following numberEncodings: [NumberEncoding]?
  ) throws(IngestError) -> EncodedColumnChunk {
    try planned(
      try encoder.encode(
        column: part, of: slices, rowGroup: unit, following: numberEncodings?[part]))
  }

  /// Encodes a whole row group.
  func encode(
    _ slices: [BatchSlice], following numberEncodings: [NumberEncoding]?
  ) throws(IngestError) -> EncodedRowGroup {
    try planned(try encoder.encode(slices, following: numberEncodings))
  }

  /// What was encoded, or the `IngestError` of why it was not.
  private func planned<Encoded>(
    _ encoded: @autoclosure () throws(ParquetWritingError) -> Encoded
  ) throws(IngestError) -> Encoded {
    do {
      return try encoded()
    } catch {
      if case .outside(let error) = error { throw plan.error(error) }
      throw IngestError(code: .internalError, message: "rows cannot be encoded: \(error)")
    }
  }

  /// The Parquet options for the files of a plan.
  static func options(of plan: WritePlan) -> ParquetOptions {
    var options = ParquetOptions(
      schema: plan.schema,
      textEncodings: MarketSchema.textEncodings(for: plan.dataType, options: plan.options),
      keyValueMetadata: plan.metadata, createdBy: BarLakeVersion.createdBy,
      arrowSchema: plan.options.profile == .classic)
    options.spillDirectory = plan.stagingDirectory
    return options
  }
}

extension EncodedRowGroup: EncodedUnit {
  package init(parts: [EncodedColumnChunk], rowCount: Int) {
    self.init(rowCount: rowCount, columns: parts)
  }

  package var choices: [NumberEncoding] { numberEncodings }
}
