public import BarLakeColumnar
public import CBarLakeArrow

/// Exports batches to other libraries in the same process through Arrow's C data interface: to
/// pyarrow, Polars, DuckDB, or any other library that imports it. No Arrow library is needed.
///
/// An importing library calls a function of the program and passes memory for a stream:
///
/// ```swift
/// func bars(into stream: UnsafeMutablePointer<ArrowArrayStream>) throws {
///   let bars = try ingestor.batches("2024-01-02", data: .file("2024-01-02.csv.gz"))
///   ArrowExport.exportStream(bars.schema, to: stream) { try bars.next() }
/// }
/// ```
///
/// Numbers, dates, timestamps, texts, dictionary codes and validities are exported in place,
/// without a copy. They stay valid until the consumer releases them, whatever happens to the batch.
/// An export copies only where Arrow has another layout for a column:
///
/// | column | field's type | copied |
/// |---|---|---|
/// | `bool` | `bool` | to one bit per row |
/// | `repeated` | any | to one value per row |
/// | `dictionary` | `string` | to one text per row |
/// | `dictionary` | `dictionary(index: .int8)` | the codes, to 8 bits; not the texts |
/// | `string` | `dictionary` | to codes and the distinct texts |
///
/// The schema decides the type, not the form in which a column is held, so all batches of a stream
/// have the same type. To export `symbol` as a dictionary without a copy, pass a schema whose field
/// is `.dictionary(index: .int32)`.
///
/// The consumer calls `release` of each struct once, from any thread. A batch traps if it lacks the
/// columns of the schema, or if the lengths of its columns and validities differ; this is a mistake
/// of the caller. Codes of a dictionary column are not checked against its texts.
///
/// Source: Arrow `format/CDataInterface.rst`, `format/CStreamInterface.rst`; `docs/spec.md`, ARROW.
public enum ArrowExport {
  /// Writes the type of the struct arrays for batches with `schema`.
  ///
  /// - Parameters:
  ///   - schema: the type to export.
  ///   - target: memory for a struct; its content is overwritten.
  public static func export(_ schema: Schema, to target: UnsafeMutablePointer<ArrowSchema>) {
    // SAFETY: the caller vouches for `target`.
    unsafe ExportedSchema.export(SchemaLayout(schema), to: target)
  }

  /// Writes a batch as a struct array with one child per column.
  ///
  /// - Parameters:
  ///   - batch: the batch; all its rows are exported.
  ///   - schema: the type of the export, with one field per column of the batch.
  ///   - target: memory for a struct; its content is overwritten.
  /// - Throws: an error of a column that must be copied; then `target` is unchanged.
  public static func export(
    _ batch: RecordBatch, as schema: Schema, to target: UnsafeMutablePointer<ArrowArray>
  ) throws(ArrowExportError) {
    // SAFETY: the caller vouches for `target`.
    unsafe try export(BatchSlice(batch), as: schema, to: target)
  }

  /// Writes some rows of a batch. Buffers that need no copy are shared, and the array's offset
  /// selects the rows. Of other buffers only these rows are copied.
  public static func export(
    _ slice: BatchSlice, as schema: Schema, to target: UnsafeMutablePointer<ArrowArray>
  ) throws(ArrowExportError) {
    // SAFETY: the caller vouches for `target`.
    unsafe ExportedArray.export(try ArrayLayout(slice, as: schema), to: target)
  }

  /// Writes a stream of batches. Each batch is made when the consumer asks for it.
  ///
  /// - Parameters:
  ///   - schema: the type of every batch.
  ///   - target: memory for a struct; its content is overwritten.
  ///   - next: returns the next batch, or nil after the last. It is called on the consumer's
  ///     threads, one call at a time. An error that it throws ends the stream: the consumer gets
  ///     `EINVAL`, and the error's description as the last error.
  public static func exportStream(
    _ schema: Schema, to target: UnsafeMutablePointer<ArrowArrayStream>,
    next: sending @escaping () throws -> RecordBatch?
  ) {
    // SAFETY: the caller vouches for `target`.
    unsafe ExportedStream(schema, next: next).export(to: target)
  }
}
