public import BarLakeColumnar
public import CBarLakeArrow

/// Hands batches to other libraries of the same process by Arrow's C data interface: to pyarrow,
/// Polars, DuckDB, or anything else that imports it, with no Arrow library in between.
///
/// A library that imports a stream calls a function of the program with room for one:
///
/// ```swift
/// func bars(into stream: UnsafeMutablePointer<ArrowArrayStream>) throws {
///   let bars = try ingestor.batches("2024-01-02", data: .file("2024-01-02.csv.gz"))
///   ArrowExport.exportStream(bars.schema, to: stream) { try bars.next() }
/// }
/// ```
///
/// Numbers, dates, timestamps, texts, dictionary codes and validities are handed out where they
/// stand, without a copy, and stay until the consumer releases them, whatever happens to the batch.
/// An export makes a copy only where Arrow lays a column out in another way:
///
/// | column | field's type | copied |
/// |---|---|---|
/// | `bool` | `bool` | to one bit a row |
/// | `repeated` | any | to a value a row |
/// | `dictionary` | `string` | to a text a row |
/// | `dictionary` | `dictionary(index: .int8)` | the codes, to 8 bits; not the texts |
/// | `string` | `dictionary` | to codes and the different texts |
///
/// The schema decides the type, never the form in which a column happens to be held, so all batches
/// of a stream have one type. To hand out `symbol` as a dictionary, without a copy, pass a schema
/// whose field is `.dictionary(index: .int32)`.
///
/// The consumer calls `release` of each struct once, from any thread. A batch that does not have
/// the schema's columns, or whose columns and validities differ in length, is a mistake of the
/// caller and traps. That each code of a dictionary column has a text is not checked.
///
/// Source: Arrow `format/CDataInterface.rst`, `format/CStreamInterface.rst`; `docs/spec.md`, ARROW.
public enum ArrowExport {
  /// Writes the type of the struct arrays that batches with `schema` are.
  ///
  /// - Parameters:
  ///   - schema: the type to export.
  ///   - target: room for a struct; what it held before is overwritten.
  public static func export(_ schema: Schema, to target: UnsafeMutablePointer<ArrowSchema>) {
    // SAFETY: the caller vouches for `target`.
    unsafe ExportedSchema.export(SchemaLayout(schema), to: target)
  }

  /// Writes a batch as a struct array with a child for each column.
  ///
  /// - Parameters:
  ///   - batch: the rows, all of them.
  ///   - schema: the type to export as, a field for each of the batch's columns.
  ///   - target: room for a struct; what it held before is overwritten.
  /// - Throws: an error of a column that has to be copied; `target` is unchanged then.
  public static func export(
    _ batch: RecordBatch, as schema: Schema, to target: UnsafeMutablePointer<ArrowArray>
  ) throws(ArrowExportError) {
    // SAFETY: the caller vouches for `target`.
    unsafe try export(BatchSlice(batch), as: schema, to: target)
  }

  /// Writes some rows of a batch: of buffers that are not copied by the array's offset, of others
  /// only these rows are copied.
  public static func export(
    _ slice: BatchSlice, as schema: Schema, to target: UnsafeMutablePointer<ArrowArray>
  ) throws(ArrowExportError) {
    // SAFETY: the caller vouches for `target`.
    unsafe ExportedArray.export(try ArrayLayout(slice, as: schema), to: target)
  }

  /// Writes a stream of batches, each made when the consumer asks for it.
  ///
  /// - Parameters:
  ///   - schema: the type of every batch.
  ///   - target: room for a struct; what it held before is overwritten.
  ///   - next: gives the next batch, nil after the last. It is called on the consumer's threads,
  ///     one at a time. What it throws ends the stream: the consumer sees `EINVAL`, and the error's
  ///     description as the last error.
  public static func exportStream(
    _ schema: Schema, to target: UnsafeMutablePointer<ArrowArrayStream>,
    next: sending @escaping () throws -> RecordBatch?
  ) {
    // SAFETY: the caller vouches for `target`.
    unsafe ExportedStream(schema, next: next).export(to: target)
  }
}
