import BarLake
import BarLakeBytes
import BarLakeCSV
import BarLakeTestSupport
import Testing

@Suite struct RecordReaderTests {
  private static func reader(
    _ source: ByteSource, notesLines: Bool = false
  ) throws(IngestError) -> RecordReader {
    var file = try FlatFile(source, root: "", cancellation: nil)
    let header = try InputHeader.find(in: &file)
    return RecordReader(file, after: header, path: .fast, notesLines: notesLines)
  }

  /// A file of some blocks, the first with a byte order mark and blank lines before the header.
  private static let records = (0..<20_000).map { "\($0),\(filling)" }
  private static let filling = String(repeating: "x", count: 200)
  private static let source = ByteSource.bytes(
    Array(("\u{FEFF}\n\na,b\n" + records.joined(separator: "\n")).utf8))

  @Test func `every record comes once, with its line`() throws {
    var reader = try Self.reader(Self.source, notesLines: true)
    let names = reader.names
    #expect(names == ["a", "b"])
    var count = 0
    var blockCount = 0
    var isRight = true
    repeat {
      blockCount += 1
      let text = reader.block.text
      for row in 0..<reader.block.recordCount {
        let field = reader.block.index.range(row: row, column: 0)
        isRight = isRight && text[field].elementsEqual("\(count)".utf8)
        isRight = isRight && reader.block.recordLines[row] == count + 4
        count += 1
      }
      try reader.block.checkStructure()
    } while try reader.next()
    #expect(isRight)
    #expect(count == Self.records.count)
    #expect(blockCount > 3)
  }

  @Test func `a wrong record of a later block is told with its line in the file`() throws {
    let lines = ["a,b"] + Self.records + ["1"]
    var reader = try Self.reader(Bars.source(lines))
    do throws(CSVError) {
      repeat { try reader.block.checkStructure() } while Self.next(&reader)
      Issue.record("it was read to its end")
    } catch {
      #expect(
        error == CSVError(reason: .raggedRow(expected: 2, found: 1), line: lines.count))
      let reported = reader.failed(IngestError(error))
      #expect(reported.code == .raggedRow && reported.line == lines.count)
      #expect(reported.date == nil)
    }
  }

  private static func next(_ reader: inout RecordReader) -> Bool {
    do {
      return try reader.next()
    } catch {
      Issue.record(error)
      return false
    }
  }

  @Test func `a damaged gzip container comes before what is wrong in it`() throws {
    let whole = try Inputs.gzip(Self.source)
    guard case .bytes(let bytes) = whole else { throw NoBytes() }
    var reader = try Self.reader(.bytes(bytes.dropLast(4) + [0, 0, 0, 0]))
    let error = IngestError(CSVError(reason: .raggedRow(expected: 2, found: 1), line: 2))
    let damaged = reader.failed(error)
    #expect(damaged.code == .gzipCorrupt)
    var sound = try Self.reader(whole)
    let reported = sound.failed(error)
    #expect(reported == error)
  }

  private struct NoBytes: Error {}

  @Test func `an input without a header is an error at once`() throws {
    for (text, message) in [("", "no bytes"), (" \n\n", "only blanks")] {
      let error = #expect(throws: IngestError.self) {
        _ = try Self.reader(.bytes(Array(text.utf8)))
      }
      #expect(error?.code == .emptyInput && error?.line == 1)
      #expect(error?.message.contains(message) == true)
    }
  }
}
