import BarLakeBytes
import BarLakeCSV
import Testing

@Suite struct ScannedBlockTests {
  /// A block of `text`, as the reader makes it.
  private static func block(_ text: String) throws -> Block {
    var reader = try BlockReader(.bytes(Array(text.utf8)), cancellation: nil)
    return try #require(try reader.next(reusing: ByteBuffer()))
  }

  @Test(arguments: ScanPath.allCases, ["a,b\nc,d\ne,f\n", "\"a\",b\r\nc,\"d\"\r\ne,f\r\n"])
  func `an error of a field has its line in the input and its text`(
    _ path: ScanPath, _ text: String
  ) throws {
    var scanned = ScannedBlock(fieldCount: 2, path: path)
    scanned.scan(try Self.block(text), from: 0, linesBefore: 10)
    #expect(scanned.recordCount == 3 && scanned.lineCount == 3)
    #expect(
      scanned.error(FieldFailure(row: 1, column: 1, reason: .badNumber))
        == CSVError(
          reason: .field(.badNumber), line: 12, fieldIndex: 1, token: Array("d".utf8)))
    try scanned.checkStructure()
    #expect(scanned.recordLines.isEmpty)
  }

  @Test(arguments: ScanPath.allCases)
  func `a record of wrong structure is told with its line, after those before it`(
    _ path: ScanPath
  ) throws {
    var scanned = ScannedBlock(fieldCount: 2, path: path, notesLines: true)
    scanned.scan(try Self.block("x\na,b\n\nc,d\ne\n"), from: 2, linesBefore: 5)
    #expect(scanned.recordCount == 2)
    #expect(scanned.recordLines == [7, 9])
    let error = #expect(throws: CSVError.self) { try scanned.checkStructure() }
    #expect(error == CSVError(reason: .raggedRow(expected: 2, found: 1), line: 10))
  }

  @Test func `a block whose memory is given away is forgotten with the next`() throws {
    var scanned = ScannedBlock(fieldCount: 2, path: .fast, notesLines: true)
    #expect(scanned.takeBuffer().count == 0)
    scanned.scan(try Self.block("a,b\nc,d\n"), from: 0, linesBefore: 0)
    #expect(scanned.takeBuffer().count == 8)
    #expect(scanned.lineCount == 2)
    scanned.scan(try Self.block("e,f\n"), from: 0, linesBefore: 2)
    #expect(scanned.recordCount == 1 && scanned.recordLines == [3])
    #expect(scanned.text.starts(with: Array("e,f\n".utf8)))
  }

  @Test func `of two failures the one of the earlier record counts, then of the earlier field`() {
    let failure = FieldFailure(row: 3, column: 2, reason: .badNumber)
    #expect(failure.precedes(nil))
    #expect(failure.precedes(FieldFailure(row: 4, column: 0, reason: .nullKey)))
    #expect(failure.precedes(FieldFailure(row: 3, column: 3, reason: .nullKey)))
    #expect(!failure.precedes(FieldFailure(row: 3, column: 1, reason: .nullKey)))
    #expect(!failure.precedes(failure))
  }
}
