import BarLake
import BarLakeArrowBridge
import BarLakeArrowInterface
import BarLakeBytes
import BarLakeColumnar
import BarLakeTestSupport
import Testing

@Suite struct ArrowStreamTests {
  private static let schema = Schema([Field("n", .int32)])

  private static func batch(_ values: Int32...) -> RecordBatch {
    RecordBatch(columns: [Column(.int32(values))], rowCount: values.count)
  }

  @Test func `batches come in order, and a released array ends them`() throws {
    var batches = [Self.batch(3), Self.batch(), Self.batch(1, 2)]
    let stream = ReceivedStream(Self.schema) { batches.popLast() }
    #expect(stream.schema().children == [ReceivedSchema("i", "n")])
    #expect(stream.lastError == nil)
    for expected: [Int32] in [[1, 2], [], [3]] {
      let array = try ReceivedArray(next: stream)
      #expect(!array.isReleased)
      #expect(array.child(0).elements(Int32.self) == expected)
    }
    for _ in 0..<2 { #expect(try ReceivedArray(next: stream).isReleased) }
    #expect(stream.schema().children == [ReceivedSchema("i", "n")])
  }

  @Test func `an error ends the stream, and its text is available`() throws {
    var calls = 0
    let stream = ReceivedStream(Self.schema) {
      calls += 1
      if calls == 2 { throw ArrowExportError.textTooLong(column: "symbol") }
      return Self.batch(1)
    }
    _ = try ReceivedArray(next: stream)
    for _ in 0..<2 {
      let failure = try #require(throws: ReceivedStream.Failure.self) {
        try ReceivedArray(next: stream)
      }
      #expect(failure.number == 22)  // EINVAL, on Linux and macOS
      #expect(failure.text == "the texts of symbol take more than 2147483647 bytes")
    }
  }

  @Test func `a batch that cannot be exported is an error of the stream`() throws {
    let words = StringValues((0...128).map { "\($0)" })
    let column = Column(.dictionary(DictionaryValues(codes: [128], dictionary: words)))
    let stream = ReceivedStream(Schema([Field("word", .dictionary(index: .int8))])) {
      RecordBatch(columns: [column], rowCount: 1)
    }
    #expect(throws: ReceivedStream.Failure.self) { try ReceivedArray(next: stream) }
    #expect(stream.lastError?.contains("word") == true)
  }

  @Test func `a batch lives longer than its stream, and the stream frees its source`() throws {
    final class Source: Sendable {}
    weak var seen: Source?
    var array: ReceivedArray?
    do {
      let source = Source()
      seen = source
      let stream = ReceivedStream(Self.schema) { [source] in
        _ = source
        return Self.batch(7)
      }
      array = try ReceivedArray(next: stream)
      stream.release()
    }
    #expect(seen == nil)
    #expect(array?.child(0).elements(Int32.self) == [7])
  }

  @Test func `the bars of a flat file become a stream`() throws {
    let folder = try TemporaryFolder()
    let ingestor = try PolarsIngestor(
      dataType: "stocks_daily", outputRoot: folder.path("lake"), config: ["chunk_size": 2])
    let data = ByteSource.bytes(
      Array(
        """
        ticker,volume,open,close,high,low,window_start,transactions
        A,10,1,2,3,0.5,1704171600000000000,1
        NA,20,1,2,3,0.5,1704171600000000000,
        B,30,1,2,3,0.5,1704171600000000000,3
        """.utf8))

    let bars = try ingestor.batches("2024-01-02", data: data)
    let symbol = try #require(bars.schema.index(of: "symbol"))
    let transactions = try #require(bars.schema.index(of: "transactions"))
    let stream = ReceivedStream(bars.schema) { try bars.next() }

    let first = try ReceivedArray(next: stream)
    #expect(first.child(symbol).texts == ["A", "NA"])
    #expect(first.child(transactions).bits(0) == [true, false])
    #expect(try ReceivedArray(next: stream).child(symbol).texts == ["B"])
    #expect(try ReceivedArray(next: stream).isReleased)
  }

  @Test func `an error of the bars is reported with its code first`() throws {
    let folder = try TemporaryFolder()
    let ingestor = try StreamingIngestor(
      dataType: "stocks_daily", outputRoot: folder.path("lake"), chunkSize: 1)
    let data = ByteSource.bytes(
      Array(
        """
        ticker,volume,open,close,high,low,window_start,transactions
        A,10,1,2,3,0.5,1704171600000000000,1
        B,many,1,2,3,0.5,1704171600000000000,1
        """.utf8))
    let bars = try ingestor.batches("2024-01-02", data: data)
    let stream = ReceivedStream(bars.schema) { try bars.next() }
    #expect(try ReceivedArray(next: stream).length == 1)
    for _ in 0..<2 {
      let failure = try #require(throws: ReceivedStream.Failure.self) {
        try ReceivedArray(next: stream)
      }
      #expect(failure.text?.hasPrefix("bad_number: line 3, column volume, ") == true)
    }
  }
}
