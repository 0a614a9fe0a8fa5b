/// Reads the header of a gzip member, byte by byte, since it may come in pieces.
///
/// Source: RFC 1952, section 2.3.
struct GzipHeader {
  /// What the next byte belongs to.
  private enum Field {
    /// From the first magic byte to the operating system.
    case fixed
    case extraLength, extra, name, comment, checksum
  }

  static let magic: [UInt8] = [0x1F, 0x8B]
  private static let deflate: UInt8 = 8
  private static let fixedByteCount = 10
  private enum Flag {
    static let checksum: UInt8 = 1 << 1
    static let extra: UInt8 = 1 << 2
    static let name: UInt8 = 1 << 3
    static let comment: UInt8 = 1 << 4
    static let reserved: UInt8 = 0b1110_0000
  }

  private var field = Field.fixed
  /// The bytes of the field that were read.
  private var byteCount = 0
  private var flags: UInt8 = 0
  private var extraByteCount = 0
  /// The CRC-32 of all bytes before the field of the checksum, and that field.
  private var computed: UInt32 = 0
  private var stated: UInt32 = 0

  /// Takes the next byte, and returns whether it is the last of the header.
  mutating func take(_ byte: UInt8) throws(GzipInflater.Damaged) -> Bool {
    if field != .checksum {
      computed = CRC32.checksum(of: CollectionOfOne(byte).span, from: computed)
    }
    let position = byteCount
    byteCount += 1
    switch field {
    case .fixed:
      try check(byte, at: position)
      return byteCount == Self.fixedByteCount && begin(after: .fixed)
    case .extraLength:
      extraByteCount |= Int(byte) << (8 * position)
      return byteCount == 2 && begin(after: .extraLength)
    case .extra: return byteCount == extraByteCount && begin(after: .extra)
    case .name: return byte == 0 && begin(after: .name)
    case .comment: return byte == 0 && begin(after: .comment)
    case .checksum:
      stated |= UInt32(byte) << (8 * position)
      if byteCount < 2 { return false }
      if stated != computed & 0xFFFF { throw GzipInflater.Damaged(reason: "header CRC mismatch") }
      return true
    }
  }

  private mutating func check(_ byte: UInt8, at position: Int) throws(GzipInflater.Damaged) {
    switch position {
    case 0, 1:
      if byte != Self.magic[position] { throw GzipInflater.Damaged(reason: "no gzip header") }
    case 2:
      if byte != Self.deflate {
        throw GzipInflater.Damaged(reason: "unknown compression method \(byte)")
      }
    case 3:
      if byte & Flag.reserved != 0 { throw GzipInflater.Damaged(reason: "reserved header flags") }
      flags = byte
    default: break
    }
  }

  /// Goes on to the field that follows `ended`; returns true if there is none.
  private mutating func begin(after ended: Field) -> Bool {
    byteCount = 0
    switch ended {
    case .fixed where flags & Flag.extra != 0: field = .extraLength
    case .extraLength where extraByteCount > 0: field = .extra
    case .fixed, .extraLength, .extra:
      if flags & Flag.name == 0 { return begin(after: .name) }
      field = .name
    case .name:
      if flags & Flag.comment == 0 { return begin(after: .comment) }
      field = .comment
    case .comment:
      if flags & Flag.checksum == 0 { return true }
      field = .checksum
    case .checksum: return true
    }
    return false
  }
}
