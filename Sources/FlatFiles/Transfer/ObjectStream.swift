internal import BarLakeBytes
internal import Synchronization

/// An object as the input of an ingest. Each reading is a transfer of its own, which begins with
/// the first byte that is asked for.
struct ObjectStream: ByteStream {
  let transport: S3Transport
  let bucket: String
  let key: String
  /// The only version that is read; nil for whichever is there.
  var expected: ObjectVersion?
  /// Receives why a reading failed, before its reader does.
  var failed: (@Sendable (DownloadError) -> Void)?

  var version: SourceVersion? { expected.map { SourceVersion($0, of: key) } }

  func open() -> any ByteStreamReader { ObjectStreamReader(self) }
}

extension SourceVersion {
  fileprivate init(_ version: ObjectVersion, of key: String) {
    self.init(key: key, etag: version.etag, byteCount: version.byteCount)
  }
}

/// One reading of an object. The transfer runs apart from the cooperative pool, of which a reader
/// that blocks may hold the last thread.
private final class ObjectStreamReader: ByteStreamReader {
  private let stream: ObjectStream
  private let window: StreamWindow
  private let begun = Mutex<Begun?>(nil)

  private struct Begun {
    var transfer: Task<Void, Never>
    /// As long as it is held, a request to stop wakes the reader.
    var registration: AnyObject?
  }

  init(_ stream: ObjectStream) {
    self.stream = stream
    window = StreamWindow(
      byteCount: stream.transport.options.streamWindowByteCount,
      partByteCount: stream.transport.options.streamPartByteCount)
  }

  deinit { begun.withLock { $0?.transfer.cancel() } }

  func read(
    upTo byteCount: Int, cancellation: Cancellation?
  ) throws(ByteStreamError) -> [UInt8] {
    begun.withLock { begun in
      if begun == nil { begun = begin(cancellation) }
    }
    return try window.take(upTo: byteCount, cancellation: cancellation)
  }

  var version: SourceVersion? { window.version.map { SourceVersion($0, of: stream.key) } }

  private func begin(_ cancellation: Cancellation?) -> Begun {
    let (stream, window) = (stream, window)
    let transfer = Task(executorPreference: ThreadExecutor.ofProcess) {
      do throws(DownloadError) {
        try await stream.transport.transfer(
          stream.bucket, stream.key, expecting: stream.expected, into: window)
      } catch {
        stream.failed?(error)
        window.fail(ByteStreamError(message: error.description))
      }
    }
    return Begun(
      transfer: transfer,
      registration: cancellation?.whenCancelled { [window] in window.wake() })
  }
}
