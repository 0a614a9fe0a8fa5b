#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Two pipes to a child process, its standard input and output, read and written with deadlines: a
/// child that says nothing, or that reads nothing, does not hold us up.
package struct ChildStreams: ~Copyable {
  /// What waiting for a child came to.
  package enum Event: Equatable, Sendable {
    /// What was waited for.
    case done
    /// The child, and whoever else holds the pipe, closed it.
    case ended
    /// The deadline passed.
    case timedOut
  }

  /// For the child. Whoever starts it closes them here.
  package let childInput: Int32
  package let childOutput: Int32
  private let requests: Descriptor
  private let replies: Descriptor
  /// What was read of a line that has not ended yet.
  private var rest = ByteBuffer(capacity: 65_536)
  /// How much of it is known to hold no line end.
  private var searchedByteCount = 0

  package init() throws(SystemError) {
    let input = try Self.pipe()
    let output: (reading: Int32, writing: Int32)
    do throws(SystemError) {
      output = try Self.pipe()
    } catch {
      for end in [input.reading, input.writing] { _ = close(end) }
      throw error
    }
    for end in [input.writing, output.reading] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    childInput = input.reading
    childOutput = output.writing
    requests = Descriptor(owning: input.writing, path: "a child's standard input")
    replies = Descriptor(owning: output.reading, path: "a child's standard output")
  }

  private static func pipe() throws(SystemError) -> (reading: Int32, writing: Int32) {
    var ends: (Int32, Int32) = (-1, -1)
    // SAFETY: `pipe` writes exactly two descriptors, for which the tuple has room.
    let status = unsafe withUnsafeMutableBytes(of: &ends) { bytes in
      unsafe platformPipe(bytes.baseAddress!.assumingMemoryBound(to: Int32.self))
    }
    guard status == 0 else { throw .last("pipe", "a child's streams") }
    for end in [ends.0, ends.1] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return ends
  }

  /// Writes all of `bytes` unless `deadline`, in seconds of the monotonic clock, comes first.
  package func write(_ bytes: [UInt8], until deadline: Double) throws(SystemError) -> Event {
    var position = 0
    while position < bytes.count {
      // SAFETY: the pointer covers the bytes of a live array and is only read.
      let count = unsafe bytes.withUnsafeBytes { pointer in
        unsafe platformWrite(
          requests.number, pointer.baseAddress! + position, pointer.count - position)
      }
      if count >= 0 {
        position += count
        continue
      }
      if errno == EPIPE { return .ended }
      if errno == EINTR { continue }
      guard errno == EAGAIN else { throw .last("write", requests.path) }
      if try Self.wait(for: requests.number, Int16(POLLOUT), until: deadline) == .timedOut {
        return .timedOut
      }
    }
    return .done
  }

  /// What reading a line came to.
  package enum Line: Equatable, Sendable {
    /// A line without its LF.
    case line([UInt8])
    /// More bytes than a line may have.
    case tooLong
    /// The child, and whoever else holds the pipe, closed it; with what it said of a last line.
    case ended([UInt8])
    /// The deadline passed.
    case timedOut
  }

  /// Reads one line of at most `limit` bytes.
  package mutating func readLine(limit: Int, until deadline: Double) throws(SystemError) -> Line {
    while true {
      while searchedByteCount < rest.count {
        if rest.storage[searchedByteCount] == UInt8(ascii: "\n") {
          return .line(take(searchedByteCount, dropping: 1))
        }
        searchedByteCount += 1
      }
      if rest.count > limit { return .tooLong }
      if try Self.wait(for: replies.number, Int16(POLLIN), until: deadline) == .timedOut {
        return .timedOut
      }
      if try !fill() { return .ended(take(rest.count)) }
    }
  }

  /// What the child said beyond the lines that were read, without waiting for more.
  package mutating func unreadBytes() throws(SystemError) -> [UInt8] {
    var polled = pollfd(fd: replies.number, events: Int16(POLLIN), revents: 0)
    // SAFETY: the structure is live and alone.
    if unsafe poll(&polled, 1, 0) > 0 { _ = try fill() }
    return Array(rest.storage[..<rest.count])
  }

  /// Reads once what is there; false at the end.
  private mutating func fill() throws(SystemError) -> Bool {
    do throws(SystemError) {
      return try replies.read(into: &rest, upTo: 65_536) > 0
    } catch {
      if error.number == EAGAIN { return true }
      throw error
    }
  }

  /// Takes the first bytes of what was read, and drops so many behind them.
  private mutating func take(_ count: Int, dropping dropped: Int = 0) -> [UInt8] {
    let taken = Array(rest.storage[..<count])
    var kept = ByteBuffer(capacity: 65_536)
    kept.append(rest.storage, (count + dropped)..<rest.count)
    rest = kept
    searchedByteCount = 0
    return taken
  }

  private static func wait(
    for number: Int32, _ events: Int16, until deadline: Double
  ) throws(SystemError) -> Event {
    while true {
      let seconds = deadline - MonotonicClock.seconds()
      if seconds <= 0 { return .timedOut }
      var polled = pollfd(fd: number, events: events, revents: 0)
      // SAFETY: the structure is live and alone.
      let count = unsafe poll(&polled, 1, Int32(min(seconds * 1000 + 1, 1_000_000)))
      if count > 0 { return .done }
      if count < 0, errno != EINTR { throw .last("poll", "a child's streams") }
    }
  }
}

/// `pipe` and `write`, which a type with functions of these names cannot call.
private func platformPipe(_ ends: UnsafeMutablePointer<Int32>) -> Int32 { unsafe pipe(ends) }

private func platformWrite(_ number: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  unsafe write(number, bytes, count)
}
