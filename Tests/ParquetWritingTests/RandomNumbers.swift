/// Numbers that look random and are the same in every run.
struct RandomNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }

  /// A number of at most `bitWidth` bits.
  mutating func word(_ bitWidth: Int) -> UInt16 {
    UInt16(next() >> UInt64(64 - bitWidth))
  }

  /// A number from 0 to `limit` - 1.
  mutating func below(_ limit: Int) -> Int {
    Int(next() % UInt64(limit))
  }
}
