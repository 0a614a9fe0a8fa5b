import BarLakeArrowBridge
import BarLakeArrowInterface
import BarLakeBytes
import BarLakeColumnar
import Testing

/// A column of numbers whose buffer can be watched: it is copied by a write as long as anybody else
/// refers to it.
private struct Watched {
  private var values = (0..<1_000).map { Int64($0) }

  var column: Column { Column(.int64(values)) }

  /// Whether somebody else holds the buffer; a copy is made then.
  mutating func isHeld() -> Bool {
    let before = address
    values[0] += 1
    return address != before
  }

  var address: Int? {
    unsafe values.withUnsafeBytes { unsafe $0.baseAddress.map { Int(bitPattern: $0) } }
  }
}

@Suite struct ArrowReleaseTests {
  private static let schema = Schema([Field("a", .int64), Field("b", .int64)])

  private func export(_ first: Watched, _ second: Watched) throws -> ReceivedArray {
    let batch = RecordBatch(columns: [first.column, second.column], rowCount: 1_000)
    return try ReceivedArray(BatchSlice(batch), as: Self.schema)
  }

  @Test func `exported buffers do not change with the batch`() throws {
    var watched = Watched()
    let array = try export(watched, Watched())
    let isHeld = watched.isHeld()
    #expect(isHeld)
    #expect(array.child(0).elements(Int64.self) == (0..<1_000).map { Int64($0) })
  }

  @Test func `the release of a batch frees its columns`() throws {
    var (first, second) = (Watched(), Watched())
    let array = try export(first, second)
    array.release()
    #expect(array.isReleased)
    let areHeld = [first.isHeld(), second.isHeld()]
    #expect(areHeld == [false, false])
  }

  @Test func `a second release does nothing`() throws {
    var watched = Watched()
    let (array, other) = (try export(watched, watched), try export(watched, watched))
    array.releaseTwice()
    #expect(array.isReleased)
    #expect(!other.isReleased)
    #expect(other.child(1).elements(Int64.self).last == 999)
    other.release()
    let isHeld = watched.isHeld()
    #expect(!isHeld)
  }

  @Test func `a child that was moved out lives longer than its parent`() throws {
    var (first, second) = (Watched(), Watched())
    let place = first.address
    let array = try export(first, second)
    let child = array.takeChild(0)
    array.release()
    let isSecondHeld = second.isHeld()
    #expect(!isSecondHeld)
    #expect(child.address(1) == place)
    #expect(child.elements(Int64.self).last == 999)
    child.release()
    let isFirstHeld = first.isHeld()
    #expect(!isFirstHeld)
  }

  @Test func `other threads may release`() throws {
    var watched = Watched()
    let arrays = try (0..<64).map { _ in try export(watched, watched) }
    Workers.run(count: 4) { worker in
      for index in stride(from: worker, to: arrays.count, by: 4) { arrays[index].release() }
    }
    let isHeld = watched.isHeld()
    #expect(!isHeld)
  }
}
