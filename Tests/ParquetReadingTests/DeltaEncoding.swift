// DELTA_BINARY_PACKED as plainly as it can be written: one block of 128 values after the other,
// each number in as many bits as its block needs.

/// The bytes of `values`.
func deltaBinaryPacked(_ values: [Int64]) -> [UInt8] {
  var bytes = varint(128) + varint(1) + varint(UInt64(values.count)) + zigzag(values.first ?? 0)
  let differences = zip(values, values.dropFirst()).map { $1 &- $0 }
  for start in stride(from: 0, to: differences.count, by: 128) {
    let block = differences[start..<min(start + 128, differences.count)]
    let smallest = block.min() ?? 0
    let rest = block.map { UInt64(bitPattern: $0 &- smallest) }
    let width = rest.map { 64 - $0.leadingZeroBitCount }.max() ?? 0
    let padding = [UInt64](repeating: 0, count: 128 - rest.count)
    bytes += zigzag(smallest) + [UInt8(width)] + packed(rest + padding, width: width)
  }
  return bytes
}

/// A number of variable length, seven bits per byte, the lowest first.
func varint(_ value: UInt64) -> [UInt8] {
  var rest = value
  var bytes: [UInt8] = []
  while rest > 0x7F {
    bytes.append(UInt8(rest & 0x7F) | 0x80)
    rest >>= 7
  }
  return bytes + [UInt8(rest)]
}

/// A signed number: twice its magnitude, and one less if it is negative.
func zigzag(_ value: Int64) -> [UInt8] { varint(UInt64(bitPattern: value << 1 ^ value >> 63)) }

/// Numbers of `width` bits, packed from the lowest bit on.
func packed(_ values: [UInt64], width: Int) -> [UInt8] {
  var bytes = [UInt8](repeating: 0, count: (values.count * width + 7) / 8)
  for (index, value) in values.enumerated() {
    for bit in 0..<width where value >> UInt64(bit) & 1 == 1 {
      let place = index * width + bit
      bytes[place / 8] |= 1 << UInt8(place % 8)
    }
  }
  return bytes
}
