import BarLakeBytes
import Synchronization
import Testing

@Suite struct ByteStreamTests {
  /// A stream of given parts, and then of an end or an error.
  private struct Parts: ByteStream {
    var parts: [[UInt8]]
    var error: ByteStreamError?

    func open() -> any ByteStreamReader { Reader(parts: parts, error: error) }
  }

  private final class Reader: ByteStreamReader {
    private let parts: Mutex<[[UInt8]]>
    private let error: ByteStreamError?

    init(parts: [[UInt8]], error: ByteStreamError?) {
      self.parts = Mutex(parts)
      self.error = error
    }

    func read(
      upTo byteCount: Int, cancellation: Cancellation?
    ) throws(ByteStreamError) -> [UInt8] {
      let part = parts.withLock { $0.isEmpty ? nil : $0.removeFirst() }
      if let part { return part }
      if let error { throw error }
      return []
    }
  }

  private func read(_ source: ByteSource) throws(ByteReader.Failure) -> [UInt8] {
    var reader: ByteReader
    do {
      reader = try ByteReader(source)
    } catch {
      throw .system(error)
    }
    var buffer = ByteBuffer()
    while try reader.read(into: &buffer, upTo: 10) > 0 {}
    #expect(reader.byteCount == buffer.count)
    return Array(buffer.storage[..<buffer.count])
  }

  @Test func `a stream is read to its end, and each reading begins at its first byte`() throws {
    let source = ByteSource.stream(Parts(parts: [[1, 2], [3]]))
    #expect(try read(source) == [1, 2, 3])
    #expect(try read(source) == [1, 2, 3])
    #expect(try KnownSource(source).byteCount == nil)
  }

  @Test func `a stream that breaks off is an error and no end`() {
    let reason = ByteStreamError(message: "the line is dead")
    #expect(throws: ByteReader.Failure.stream(reason)) {
      try read(.stream(Parts(parts: [[1, 2]], error: reason)))
    }
  }

  @Test func `of a failure and a request to stop, the request is the reason`() throws {
    let cancellation = Cancellation()
    cancellation.cancel()
    var reader = try ByteReader(
      .stream(Parts(parts: [], error: ByteStreamError(message: "dead"))),
      cancellation: cancellation)
    var buffer = ByteBuffer()
    do {
      _ = try reader.read(into: &buffer, upTo: 1)
      Issue.record("a byte was read after the request")
    } catch {
      #expect(error.systemNumber == SystemError.interrupted)
    }
  }
}
