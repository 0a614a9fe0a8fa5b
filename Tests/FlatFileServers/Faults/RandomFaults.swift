/// Faults at random, that are the same ones for the same seed, in whatever order requests come:
/// each is drawn from what the request asks for and how often that was asked for before.
package struct RandomFaults: Sendable {
  package var seed: UInt64
  /// Of a hundred requests, how many meet a fault.
  package var percent: Int
  /// What is asked for again so often meets none any more.
  package var mostAttempts: Int
  /// Those that are drawn from.
  package var faults: [Fault]

  package init(seed: UInt64, percent: Int, mostAttempts: Int, faults: [Fault]) {
    self.seed = seed
    self.percent = percent
    self.mostAttempts = mostAttempts
    self.faults = faults
  }

  /// The fault that a request meets.
  package func fault(of request: ReceivedRequest) -> Fault {
    guard request.attempt < mostAttempts else { return .none }
    let text = "\(request.method) \(request.target) \(request.range?.upperBound ?? -1)"
    var generator = SeededGenerator(seed: seed ^ stableHash(text.utf8) &+ UInt64(request.attempt))
    guard Int.random(in: 0..<100, using: &generator) < percent else { return .none }
    return faults.randomElement(using: &generator) ?? .none
  }
}

/// SplitMix64, whose numbers are the same on every machine.
///
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014), figure 15.
package struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// FNV-1a of 64 bits, which unlike `Hasher` is the same in every process.
func stableHash(_ bytes: some Sequence<UInt8>) -> UInt64 {
  bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}
