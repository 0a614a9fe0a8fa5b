import BarLakeCSV
import Testing

/// What each format is called in a message is in `ErrorMessageTests` of the core.
@Suite struct ForeignFormatTests {
  @Test(arguments: [
    "ticker,volume", "\u{FEFF}ticker", "x", "PK,a", "ORC,1,2", "ORCL", "ORC",
    "PAR1,2", "Object", "<a", "[a", "{a", "BZ", "BZh9,1", "FEA1,1,2",
  ])
  func `text that may be a flat file is not taken for something else`(_ start: String) {
    #expect(ForeignFormat(Array(start.utf8)) == nil)
  }

  @Test(
    arguments: [
      ([0x50, 0x4B, 0x03, 0x04], "a zip archive"), ([0x1F, 0x8B], "gzip"),
      ([0x28, 0xB5, 0x2F, 0xFD, 0x04], "compressed with zstd"),
      ([0x5A, 0x2A, 0x4D, 0x18], "compressed with zstd"),
      ([0x78, 0x9C, 0xED], "a zlib stream, as HTTP's deflate sends it"),
      (Array("PAR1".utf8) + [0x15], "a Parquet file"),
      (Array("BZh9".utf8) + [0x31, 0x41], "compressed with bzip2"),
      ([0xFF, 0xFE, 0x41, 0], "UTF-16 text"), ([0xFF, 0xFE, 0, 0], "UTF-32 text"),
      ([0x61, 0, 0x62, 0, 0x63, 0, 0x64, 0], "UTF-16LE text"),
      ([0, 0x61, 0, 0x62, 0, 0x63, 0, 0x64], "UTF-16BE text"),
    ] as [([UInt8], String)])
  func `a format is told by its first bytes`(_ start: [UInt8], _ name: String) {
    #expect(ForeignFormat(start)?.name == name)
  }

  @Test func `the code of an error answer is shown where it is one`() {
    func name(_ code: String) -> String? {
      ForeignFormat(Array("<?xml version=\"1.0\"?><Error><Code>\(code)</Code></Error>".utf8))?.name
    }
    #expect(name("NoSuchKey") == "an error answer of a store such as S3, NoSuchKey")
    let long = String(repeating: "x", count: 65)
    #expect(name(long) == "an error answer of a store such as S3, \(long.dropLast())")
    for none in ["", "no such", "\u{E9}"] { #expect(name(none) == "an XML document") }
  }

  @Test func `a tar archive is told by its 262nd byte`() {
    let start = [UInt8](repeating: 0, count: 257) + Array("ustar".utf8) + [0]
    #expect(ForeignFormat(start)?.name == "a tar archive")
    #expect(ForeignFormat(Array(start.dropFirst()))?.name == nil)
  }
}
