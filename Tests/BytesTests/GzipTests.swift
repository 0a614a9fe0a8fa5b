import BarLakeBytes
import Testing

/// What becomes of gzip input that comes in pieces of `pieceByteCount` bytes and is inflated in
/// steps of at most `stepByteCount`.
private func inflate(
  _ input: [UInt8], pieceByteCount: Int = .max, stepByteCount: Int = 65_536
) throws(GzipInflater.Damaged) -> [UInt8] {
  var inflater = GzipInflater()
  var output = ByteBuffer()
  var start = 0
  while start < input.count {
    let end = start + min(pieceByteCount, input.count - start)
    var piece = ByteBuffer()
    piece.append(input, start..<end)
    var position = 0
    while true {
      let count = try inflater.inflate(
        piece, from: &position, into: &output, upTo: stepByteCount)
      if count < stepByteCount { break }
    }
    start = end
  }
  try inflater.finish()
  return Array(output.storage[..<output.count])
}

private let text = Array("ticker,volume\nA,1\nB,2\n".utf8)
private let member = GzipDeflater.deflate(text)

@Suite struct GzipTests {
  @Test func `gzip is told by its first two bytes`() {
    #expect(GzipInflater.isGzip([0x1F, 0x8B], count: 2))
    #expect(!GzipInflater.isGzip([0x1F, 0x8B], count: 1))
    #expect(!GzipInflater.isGzip([0x8B, 0x1F, 8], count: 3))
    #expect(!GzipInflater.isGzip([], count: 0))
  }

  @Test(arguments: [1, 2, 7, Int.max], [1, 5, 65_536])
  func `members follow each other, empty ones too, in pieces of any size`(
    _ pieceByteCount: Int, _ stepByteCount: Int
  ) throws {
    let empty = GzipDeflater.deflate([])
    let inflated = try inflate(
      empty + member + empty + empty + member, pieceByteCount: pieceByteCount,
      stepByteCount: stepByteCount)
    #expect(inflated == text + text)
  }

  @Test func `much text comes out as it went in`() throws {
    let large = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
    #expect(try inflate(GzipDeflater.deflate(large), pieceByteCount: 262_144) == large)
  }

  @Test func `a file cut anywhere inside a member is damaged`() {
    for length in 1..<member.count {
      #expect(throws: GzipInflater.Damaged.self, "cut to \(length) bytes") {
        try inflate(Array(member[..<length]))
      }
      #expect(throws: GzipInflater.Damaged.self, "second member cut to \(length) bytes") {
        try inflate(member + member[..<length])
      }
    }
  }

  @Test(arguments: [[0], Array("\n".utf8), [0x1F], [0x1F, 0x8C], Array("ticker".utf8)])
  func `bytes after the last member that are no member are damage`(_ garbage: [UInt8]) {
    #expect(throws: GzipInflater.Damaged.self) { try inflate(member + garbage) }
    #expect(throws: GzipInflater.Damaged.self) {
      try inflate(member + garbage, pieceByteCount: 1)
    }
  }

  @Test func `a wrong checksum and a wrong size are damage, in any member`() {
    for offset in 1...8 {
      var wrong = member
      wrong[wrong.count - offset] ^= 0x10
      #expect(throws: GzipInflater.Damaged.self) { try inflate(wrong) }
      #expect(throws: GzipInflater.Damaged.self) { try inflate(wrong + member) }
      #expect(throws: GzipInflater.Damaged.self) { try inflate(member + wrong) }
    }
  }

  /// A member whose header has the fields of `flags`.
  private func headed(flags: UInt8, extra: [UInt8] = [], checksumChange: UInt8 = 0) -> [UInt8] {
    var header = Array(member[..<3]) + [flags] + member[4..<10]
    if flags & 4 != 0 { header += [UInt8(extra.count), 0] + extra }
    if flags & 8 != 0 { header += Array("bars.csv\0".utf8) }
    if flags & 16 != 0 { header += [0] }
    let checksum = CRC32.checksum(of: header.span)
    if flags & 2 != 0 {
      header += [UInt8(truncatingIfNeeded: checksum) ^ checksumChange]
      header += [UInt8(truncatingIfNeeded: checksum >> 8)]
    }
    return header + member[10...]
  }

  @Test func `a header may have any of its fields, in pieces of any size`() throws {
    for flags in UInt8(0)..<32 {
      for extra in [[], [8, 0xFF, 0]] as [[UInt8]] {
        let whole = headed(flags: flags, extra: extra)
        for pieceByteCount in [1, 3, Int.max] {
          let inflated = try inflate(whole + whole, pieceByteCount: pieceByteCount)
          #expect(inflated == text + text, "flags \(flags), extra \(extra)")
        }
        for length in 1..<(whole.count - member.count + 10) {
          #expect(throws: GzipInflater.Damaged.self) { try inflate(Array(whole[..<length])) }
        }
      }
    }
  }

  @Test func `a wrong checksum of a header is damage`() {
    for flags in [2, 2 + 4, 2 + 8 + 16] as [UInt8] {
      for pieceByteCount in [1, Int.max] {
        let damaged = #expect(throws: GzipInflater.Damaged.self) {
          try inflate(
            headed(flags: flags, checksumChange: 1), pieceByteCount: pieceByteCount)
        }
        #expect(damaged?.reason == "header CRC mismatch")
      }
    }
  }

  @Test func `damage anywhere is noticed, or changes nothing`() throws {
    // Text that is long enough for codes of its own.
    let text = (0..<400).flatMap { Array("T\($0 % 37),\($0 * $0),1.\($0)\n".utf8) }
    let member = GzipDeflater.deflate(text)
    for position in member.indices {
      for bit in 0..<8 {
        var changed = member
        changed[position] ^= 1 << UInt8(bit)
        guard let inflated = try? inflate(changed, pieceByteCount: 64) else { continue }
        // The time and the operating system are nobody's business, and a bit after the last code.
        #expect(inflated == text, "byte \(position), bit \(bit)")
      }
    }
  }

  @Test(arguments: [(2, 7), (3, 0x20), (3, 0x40), (3, 0x80)])
  func `another method and reserved flags are damage`(_ offset: Int, _ value: UInt8) {
    var wrong = member
    wrong[offset] = value
    #expect(throws: GzipInflater.Damaged.self) { try inflate(wrong) }
  }

  @Test func `the checksum is the CRC-32 of the catalogue, at once or in parts`() {
    let digits = Array("123456789".utf8)
    let parts = (0...9).map { count in
      let first = CRC32.checksum(of: digits.span.extracting(0..<count))
      return CRC32.checksum(of: digits.span.extracting(count..<9), from: first)
    }
    #expect(parts == [UInt32](repeating: 0xCBF4_3926, count: 10))
  }
}
