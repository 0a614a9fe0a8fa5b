// C functions by which Python gets batches of this package, for `check_arrow.py`. Each takes room
// for the structs that it writes.

internal import BarLake
internal import BarLakeArrowInterface
internal import BarLakeBytes
internal import BarLakeColumnar
public import CBarLakeArrow

/// Writes a stream of the bars of a flat file; returns 0, or 1 for wrong arguments and headers.
///
/// - Parameters:
///   - keepsDictionary: 1 to hand out the column `symbol` or `underlying` as a dictionary.
///   - root: a folder for the ingestor, in which nothing is written.
@c(barlake_bars)
public func bars(
  dataType: UnsafePointer<CChar>, date: UnsafePointer<CChar>, path: UnsafePointer<CChar>,
  profile: UnsafePointer<CChar>, extraColumns: UnsafePointer<CChar>, chunkSize: Int64,
  keepsDictionary: CInt, root: UnsafePointer<CChar>,
  stream: UnsafeMutablePointer<ArrowArrayStream>
) -> CInt {
  // SAFETY: the caller hands in texts that end with a NUL, and room for a stream.
  do {
    let ingestor = try PolarsIngestor(
      dataType: unsafe String(cString: dataType), outputRoot: unsafe String(cString: root),
      config: [
        "profile": .string(unsafe String(cString: profile)), "fractional_volume": "round",
        "extra_columns": .string(unsafe String(cString: extraColumns)),
        "chunk_size": .int(Int(chunkSize)),
      ])
    let batches = try ingestor.batches(
      unsafe String(cString: date), data: .file(unsafe String(cString: path)))
    var schema = batches.schema
    if keepsDictionary == 1, let key = schema.index(of: "symbol") ?? schema.index(of: "underlying")
    {
      schema.fields[key].type = .dictionary(index: .int32)
    }
    unsafe ArrowExport.exportStream(schema, to: stream) { try batches.next() }
    return 0
  } catch {
    return 1
  }
}

/// Writes the rows from `start` up to `end` of the batch of every type; returns 0, or 1 where a
/// column cannot be handed out.
@c(barlake_every_type)
public func everyType(
  start: Int64, end: Int64, schema: UnsafeMutablePointer<ArrowSchema>,
  array: UnsafeMutablePointer<ArrowArray>
) -> CInt {
  // SAFETY: the caller hands in room for both structs.
  do {
    let slice = BatchSlice(EveryType.batch, rows: Int(start)..<Int(end))
    unsafe try ArrowExport.export(slice, as: EveryType.schema, to: array)
    unsafe ArrowExport.export(EveryType.schema, to: schema)
    return 0
  } catch {
    return 1
  }
}
