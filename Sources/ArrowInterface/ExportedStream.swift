internal import BarLakeColumnar
internal import CBarLakeArrow

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The object to which an exported `ArrowArrayStream` refers until it is released.
///
/// The interface allows only one thread at a time to use a stream, so nothing here is locked.
final class ExportedStream {
  private let schema: Schema
  private let next: () throws -> RecordBatch?
  private var lastError: CText?
  private var hasEnded = false

  init(_ schema: Schema, next: @escaping () throws -> RecordBatch?) {
    self.schema = schema
    self.next = next
  }

  /// Writes the functions of the stream to `target`. The previous content of `target` is not read.
  func export(to target: UnsafeMutablePointer<ArrowArrayStream>) {
    // SAFETY: the caller vouches for `target`; the reference in `private_data` keeps this object
    // until the release.
    unsafe target.initialize(
      to: ArrowArrayStream(
        get_schema: streamSchema, get_next: streamNext, get_last_error: streamLastError,
        release: releaseStream, private_data: Unmanaged.passRetained(self).toOpaque()))
  }

  fileprivate func writeSchema(to target: UnsafeMutablePointer<ArrowSchema>) {
    // SAFETY: the interface passes memory for a struct.
    unsafe ExportedSchema.export(SchemaLayout(schema), to: target)
  }

  /// Writes the next batch, or a released array after the last one. Returns 0, or EINVAL after an
  /// error and at every later call.
  fileprivate func writeNext(to target: UnsafeMutablePointer<ArrowArray>) -> CInt {
    if lastError != nil { return EINVAL }
    do {
      guard !hasEnded, let batch = try next() else {
        hasEnded = true
        // SAFETY: the interface passes memory for a struct; a struct of zeros is a released array.
        unsafe target.initialize(to: ArrowArray())
        return 0
      }
      let layout = try ArrayLayout(BatchSlice(batch), as: schema)
      unsafe ExportedArray.export(layout, to: target)
      return 0
    } catch {
      lastError = CText("\(error)")
      return EINVAL
    }
  }

  /// The text of the error that ended the stream; nil if there was none.
  fileprivate var lastErrorText: UnsafePointer<CChar>? {
    // SAFETY: the text lives as long as the stream.
    unsafe lastError.map { unsafe UnsafePointer($0.start) }
  }
}

/// The object behind a stream that is not released yet.
private func exported(
  _ stream: UnsafeMutablePointer<ArrowArrayStream>?
) -> ExportedStream? {
  // SAFETY: the interface passes a struct that these functions were written in, or a copy of it.
  // Its `private_data` is the reference made then, or nil once the struct was released.
  guard let stream = unsafe stream, let owner = unsafe stream.pointee.private_data else {
    return nil
  }
  return unsafe Unmanaged<ExportedStream>.fromOpaque(owner).takeUnretainedValue()
}

private func streamSchema(
  _ stream: UnsafeMutablePointer<ArrowArrayStream>?, _ target: UnsafeMutablePointer<ArrowSchema>?
) -> CInt {
  // SAFETY: both pointers come from a consumer that follows the interface.
  guard let owner = unsafe exported(stream), let target = unsafe target else { return EINVAL }
  unsafe owner.writeSchema(to: target)
  return 0
}

private func streamNext(
  _ stream: UnsafeMutablePointer<ArrowArrayStream>?, _ target: UnsafeMutablePointer<ArrowArray>?
) -> CInt {
  // SAFETY: both pointers come from a consumer that follows the interface.
  guard let owner = unsafe exported(stream), let target = unsafe target else { return EINVAL }
  return unsafe owner.writeNext(to: target)
}

private func streamLastError(
  _ stream: UnsafeMutablePointer<ArrowArrayStream>?
) -> UnsafePointer<CChar>? {
  // SAFETY: the pointer comes from a consumer that follows the interface.
  unsafe exported(stream)?.lastErrorText
}

/// The release callback of every exported stream. It may be called from any thread, and a second
/// call does nothing.
private func releaseStream(_ stream: UnsafeMutablePointer<ArrowArrayStream>?) {
  // SAFETY: as for arrays.
  guard let stream = unsafe stream, let owner = unsafe stream.pointee.private_data else { return }
  unsafe stream.pointee.release = nil
  unsafe stream.pointee.private_data = nil
  unsafe Unmanaged<ExportedStream>.fromOpaque(owner).release()
}
