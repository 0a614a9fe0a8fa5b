/// A Zstandard frame of bytes as they are, by hand. Its content is cut into blocks of
/// `blockByteCount` bytes. It states the size of its content if that is at most 255 bytes and
/// `hasContentSize`; otherwise it states a window of one kibibyte, or of 2 to the power
/// `windowExponent`.
///
/// Source: RFC 8878, section 3.1.1.
package func zstdFrame(
  _ content: [UInt8], blockByteCount: Int = 1_024, hasContentSize: Bool = false,
  windowExponent: UInt8 = 10
) -> [UInt8] {
  var blocks: [UInt8] = []
  var start = 0
  repeat {
    let end = min(start + blockByteCount, content.count)
    blocks += zstdBlock(0, byteCount: end - start, isLast: end == content.count)
    blocks += content[start..<end]
    start = end
  } while start < content.count
  let isSmall = hasContentSize && content.count <= 255
  let header = isSmall ? [0x20, UInt8(content.count)] : [0, (windowExponent - 10) << 3]
  return zstdMagic + header + blocks
}

/// A Zstandard frame of `count` times the same byte, by hand, in blocks of four bytes.
package func zstdFrame(repeating byte: UInt8, count: Int) -> [UInt8] {
  let most = 128 << 10
  var bytes = zstdMagic + [0, 7 << 3]
  for start in stride(from: 0, to: count, by: most) {
    let byteCount = min(most, count - start)
    bytes += zstdBlock(1, byteCount: byteCount, isLast: start + byteCount == count) + [byte]
  }
  return bytes
}

/// A frame that holds `content` for other programs, which decompresses to nothing.
package func zstdSkippableFrame(_ content: [UInt8]) -> [UInt8] {
  [0x50, 0x2A, 0x4D, 0x18, UInt8(content.count), 0, 0, 0] + content
}

private let zstdMagic: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]

private func zstdBlock(_ type: Int, byteCount: Int, isLast: Bool) -> [UInt8] {
  let header = byteCount << 3 | type << 1 | (isLast ? 1 : 0)
  return [UInt8(header & 0xFF), UInt8(header >> 8 & 0xFF), UInt8(header >> 16)]
}

/// An LZ4 block of bytes as they are, by hand.
///
/// Source: lz4 `doc/lz4_Block_format.md`.
package func lz4Block(_ content: [UInt8]) -> [UInt8] {
  if content.count < 15 { return [UInt8(content.count) << 4] + content }
  let rest = content.count - 15
  return [0xF0] + [UInt8](repeating: 255, count: rest / 255) + [UInt8(rest % 255)] + content
}

/// An LZ4 block of `count` times the same byte, by hand: one literal, a match with the byte before,
/// and five literals, which the format wants at the end.
package func lz4Block(repeating byte: UInt8, count: Int) -> [UInt8] {
  // Fifteen in the token mean that bytes follow; the shortest match is four bytes.
  let rest = count - 6 - 4 - 15
  return [0x1F, byte, 1, 0] + [UInt8](repeating: 255, count: rest / 255) + [UInt8(rest % 255)]
    + [0x50] + [UInt8](repeating: byte, count: 5)
}
