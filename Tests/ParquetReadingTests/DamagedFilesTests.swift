import BarLakeBytes
import BarLakeConformanceKit
import BarLakeParquetFormat
import BarLakeParquetReading
import Testing

/// SplitMix64: the same numbers in every run.
private struct SeededNumbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

@Test(arguments: [
  "duckdb-constant", "duckdb-edges-snappy", "polars-constant", "pyarrow-edges-dictionary-snappy",
  "pyarrow-no-rows",
])
func `every single-byte corruption is read or refused`(name: String) throws {
  let bytes = try Fixtures.bytes(name)
  var refused = 0
  for index in bytes.indices {
    for value in [0, 0xFF, bytes[index] ^ 0x01, bytes[index] ^ 0x80, bytes[index] &+ 1] {
      var damaged = bytes
      damaged[index] = value
      if readEverything(damaged) != nil { refused += 1 }
    }
  }
  #expect(refused > bytes.count / 2)
}

@Test func `every beginning of a file is refused`() throws {
  let bytes = try Fixtures.bytes("pyarrow-edges-plain")
  for length in bytes.indices { #expect(readEverything(Array(bytes[..<length])) != nil) }
}

@Test func `twenty thousand mutations crash neither the reader nor the checks`() throws {
  let files = try Fixtures.names.map { try Fixtures.bytes($0) }.filter { $0.count < 6_000 }
  var numbers = SeededNumbers(state: 2_024)
  var refused = 0
  for round in 0..<20_000 {
    var bytes = files[round % files.count]
    for _ in 0..<Int.random(in: 1...4, using: &numbers) {
      let index = Int.random(in: bytes.indices, using: &numbers)
      switch Int.random(in: 0..<4, using: &numbers) {
      case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &numbers)
      case 1: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &numbers)
      case 2: bytes.remove(at: index)
      default: bytes.insert(UInt8.random(in: .min ... .max, using: &numbers), at: index)
      }
    }
    if readEverything(bytes) != nil { refused += 1 }
    _ = PhysicalCheck.findings(of: bytes)
  }
  #expect(refused > 10_000)
}

@Test func `what is no Parquet file is refused as such`() {
  let notParquet = ParquetReadingError(.notParquet, offset: 0)
  #expect(throws: notParquet) { try ParquetFile(bytes: []) }
  #expect(throws: notParquet) { try ParquetFile(bytes: Array("PAR1PAR1".utf8)) }
  #expect(throws: notParquet) { try ParquetFile(bytes: Array("ticker,volume\nA,1\n".utf8)) }
  #expect(throws: ParquetReadingError(.encrypted, offset: 4)) {
    try ParquetFile(bytes: Array("PARE".utf8) + [0, 0, 0, 0] + Array("PARE".utf8))
  }
  #expect(throws: ParquetReadingError(.outOfBounds("the footer"), offset: 4)) {
    try ParquetFile(bytes: Array("PAR1".utf8) + [0, 0, 0, 1] + Array("PAR1".utf8))
  }
}

@Test func `a missing file and a folder are errors of the file system`() {
  let missing = SystemError(
    operation: "open", path: "/no/such/file", number: SystemError.notFound)
  #expect(throws: ParquetReadingError(.system(missing), offset: 0)) {
    try ParquetFile(path: "/no/such/file")
  }
  let folder = SystemError(operation: "read", path: "/", number: SystemError.isADirectory)
  #expect(throws: ParquetReadingError(.system(folder), offset: 0)) { try ParquetFile(path: "/") }
}

@Test func `a page with a wrong checksum is refused`() throws {
  var bytes = try Fixtures.bytes("pyarrow-classic-pages")
  let file = try ParquetFile(bytes: bytes)
  let pages = try file.readColumnChunk(rowGroup: 0, column: 3).pages
  let page = try #require(pages.last)
  #expect(page.header.crc != nil)
  bytes[page.offset + page.byteCount - 1] ^= 1
  let error = #expect(throws: ParquetReadingError.self) {
    try ParquetFile(bytes: bytes).readColumnChunk(rowGroup: 0, column: 3)
  }
  guard case .checksum = error?.reason, error?.offset == page.offset else {
    Issue.record("\(String(describing: error))")
    return
  }
}
