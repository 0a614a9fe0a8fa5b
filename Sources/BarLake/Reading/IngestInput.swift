internal import BarLakeBytes
internal import BarLakeCSV

/// The input of one ingest: it is read block by block, and it turns failures into errors.
struct IngestInput: ~Copyable {
  private var reader: BlockReader
  private let plan: ReadPlan
  /// What each field of a record must be; known once the header is read.
  private var expectations: FieldExpectations?

  init(
    _ source: ByteSource, plan: ReadPlan, cancellation: Cancellation?
  ) throws(IngestError) {
    do throws(InputFailure) {
      reader = try BlockReader.open(source, cancellation: cancellation)
    } catch {
      throw error.error(date: plan.date, root: plan.root)
    }
    self.plan = plan
  }

  var sourceByteCount: Int { reader.sourceByteCount }
  var sourceSHA256: String { reader.sourceSHA256 }
  /// Whether the input read so far ends with a line end.
  var hasEndedLine: Bool { reader.hasEndedLine }

  /// Reads the header and assigns its columns.
  mutating func readHeader() throws(IngestError) -> (header: InputHeader, binding: HeaderBinding) {
    do throws(InputFailure) {
      let header = try InputHeader.find(in: &reader)
      let binding = try header.binding(for: plan)
      expectations = FieldExpectations(plan, binding)
      return (header, binding)
    } catch {
      throw failed(error)
    }
  }

  /// The next block, in the memory of `buffer`; nil at the end.
  mutating func next(reusing buffer: consuming ByteBuffer) throws(IngestError) -> Block? {
    do throws(InputFailure) {
      return try reader.nextBlock(reusing: buffer)
    } catch {
      throw error.error(date: plan.date, root: plan.root)
    }
  }

  /// The error to report for `failure`.
  mutating func failed(_ failure: InputFailure) -> IngestError {
    reader.failure(after: failure)
      .error(date: plan.date, root: plan.root, expectations: expectations)
  }
}
