internal import Bytes
internal import Columnar
internal import ParquetWriting

/// The file that one ingest writes, row group after row group.
struct IngestOutput: ~Copyable {
  private var writer: ParquetWriter<StagedFile>
  private let plan: IngestPlan

  init(plan: IngestPlan, file: consuming StagedFile) throws(IngestError) {
    self.plan = plan
    do {
      writer = try ParquetWriter(IngestOutput.options(of: plan), to: file)
    } catch {
      throw IngestError.io(error, root: plan.root, date: plan.date)
    }
  }

  /// How the file of a plan is written.
  static func options(of plan: IngestPlan) -> ParquetOptions {
    ParquetOptions(
      schema: plan.schema, keyValueMetadata: plan.metadata, createdBy: BarLakeVersion.createdBy,
      arrowSchema: plan.profile == .classic)
  }

  /// The rows of `slices` as a row group's bytes.
  static func encode(
    _ slices: [BatchSlice], with encoder: RowGroupEncoder
  ) throws(IngestError) -> EncodedRowGroup {
    do {
      return try encoder.encode(slices)
    } catch {
      throw IngestError(code: .internalError, message: "rows cannot be encoded: \(error)")
    }
  }

  /// Writes a row group.
  mutating func write(_ rowGroup: EncodedRowGroup) throws(IngestError) {
    do {
      try writer.write(rowGroup)
    } catch {
      throw IngestError.io(error, root: plan.root, date: plan.date)
    }
  }

  /// Ends the file and waits until it is on the disk; the outcome of the whole ingest.
  consuming func finish(
    counts: RecordCounts, chunks: Int?, input: borrowing IngestInput, ignoredColumns: [String]
  ) throws(IngestError) -> TransformOutcome {
    let plan = self.plan
    var fileByteCount = 0
    do throws(SystemError) {
      if counts.roundedVolumes > 0 {
        writer.addMetadata(
          key: MetadataKey.roundedVolumes, value: String(counts.roundedVolumes))
      }
      var written = try writer.finish()
      fileByteCount = written.summary.byteCount
      try written.output.close()
    } catch {
      throw IngestError.io(error, root: plan.root, date: plan.date)
    }
    return TransformOutcome(
      rowsRead: counts.read, rowsWritten: counts.written, chunks: chunks,
      ignoredColumns: ignoredColumns, dateMismatchRows: counts.dateMismatches,
      unparsedContracts: counts.unparsedContracts, roundedVolumes: counts.roundedVolumes,
      sourceByteCount: input.sourceByteCount, sourceSHA256: input.sourceSHA256,
      fileByteCount: fileByteCount, memoryReductionPercent: counts.memoryReductionPercent)
  }
}

extension RecordCounts {
  /// By how much smaller the typed buffers of the eight input columns are than those of an
  /// unoptimised frame, in percent; 0 without rows.
  var memoryReductionPercent: Double {
    plainByteCount == 0 ? 0 : 100 * (1 - Double(typedByteCount) / Double(plainByteCount))
  }
}
