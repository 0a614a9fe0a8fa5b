internal import BarLakeBytes
internal import Synchronization

/// An object as the input of an ingest. Each reading is a transfer of its own, which begins with
/// the first byte that is asked for.
struct ObjectStream: ByteStream {
  let transport: S3Transport
  let bucket: String
  let key: String

  func open() -> any ByteStreamReader {
    ObjectStreamReader(transport: transport, bucket: bucket, key: key)
  }
}

/// One reading of an object. The transfer runs apart from the cooperative pool, of which a reader
/// that blocks may hold the last thread.
private final class ObjectStreamReader: ByteStreamReader {
  private let transport: S3Transport
  private let bucket: String
  private let key: String
  private let window: StreamWindow
  private let begun = Mutex<Begun?>(nil)

  private struct Begun {
    var transfer: Task<Void, Never>
    /// As long as it is held, a request to stop wakes the reader.
    var registration: AnyObject?
  }

  init(transport: S3Transport, bucket: String, key: String) {
    self.transport = transport
    self.bucket = bucket
    self.key = key
    window = StreamWindow(
      byteCount: transport.options.streamWindowByteCount,
      partByteCount: transport.options.streamPartByteCount)
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

  private func begin(_ cancellation: Cancellation?) -> Begun {
    let (transport, bucket, key, window) = (transport, bucket, key, window)
    let transfer = Task(executorPreference: ThreadExecutor.ofProcess) {
      do throws(DownloadError) {
        try await transport.transfer(bucket, key, into: window)
      } catch {
        window.fail(ByteStreamError(message: error.description))
      }
    }
    return Begun(
      transfer: transfer,
      registration: cancellation?.whenCancelled { [window] in window.wake() })
  }
}
