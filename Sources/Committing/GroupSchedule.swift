/// Decides which date of a batch is begun, committed and reported when. It knows neither threads
/// nor files.
///
/// Dates are begun in their order, and one takes its lock only after those before it have theirs:
/// so whoever waits for a lock holds none that is not committed meanwhile, and no two batches wait
/// for each other. They are committed and reported in their order, too.
///
/// Source: `docs/spec.md`, BATCH-5.
package struct GroupSchedule<Staged: Sendable, Ending: Sendable> {
  /// The limits of a group: a date waits for others until there are so many, or so many bytes of
  /// files, or so long.
  package static var dateLimit: Int { 16 }
  package static var byteLimit: Int { 256 << 20 }
  package static var secondsLimit: Double { 1 }

  private enum Stage {
    case begun
    case staged(Staged, byteCount: Int, isAlone: Bool, since: Double)
    case committing(byteCount: Int)
    case ended(Ending)
  }

  /// What one thread does next.
  package enum Step {
    case begin(Int)
    case stop
  }

  /// What is to be done with the first dates that are not reported.
  package enum Due {
    case report(Ending)
    /// To be committed together, in order.
    case commit([(number: Int, staged: Staged)])
    /// All dates that were begun are reported, and no other is.
    case end
  }

  private let count: Int
  /// The dates that were begun and are not reported, from number `reportedCount` on.
  private var stages: [Stage] = []
  private var reportedCount = 0
  /// Whether the last date that was begun may not have its lock yet, and whether it waits for it.
  private var (isDeciding, isWaiting) = (false, false)

  /// A schedule of `count` dates.
  package init(count: Int) {
    self.count = count
  }

  private var begunCount: Int { reportedCount + stages.count }

  /// Whether a date may be begun and none is.
  package var isIdle: Bool {
    hasRoom && stages.allSatisfy { if case .begun = $0 { false } else { true } }
  }

  /// Whether another date may be begun, as far as those before it are concerned. One group may be
  /// committed while another is staged.
  private var hasRoom: Bool {
    let byteCount = stages.reduce(0) { sum, stage in
      switch stage {
      case .staged(_, let byteCount, _, _), .committing(let byteCount): sum + byteCount
      case .begun, .ended: sum
      }
    }
    return begunCount < count && stages.count < 2 * Self.dateLimit
      && byteCount < 2 * Self.byteLimit
  }

  /// The next step of a thread that stages dates; nil if it has to wait.
  package mutating func nextStep(isCancelled: Bool) -> Step? {
    if isCancelled || begunCount == count { return .stop }
    guard hasRoom, !isDeciding else { return nil }
    (isDeciding, isWaiting) = (true, false)
    stages.append(.begun)
    return .begin(begunCount - 1)
  }

  /// Notes that the date that was begun last waits for its lock.
  package mutating func didWait() { isWaiting = true }

  /// Notes that the date that was begun last has its lock.
  package mutating func didDecide() { (isDeciding, isWaiting) = (false, false) }

  /// Notes that a date is ready to be committed.
  package mutating func didStage(
    _ number: Int, _ staged: Staged, byteCount: Int, isAlone: Bool, seconds: Double
  ) {
    stages[number - reportedCount] = .staged(
      staged, byteCount: byteCount, isAlone: isAlone, since: seconds)
  }

  /// Notes that a date has ended: it was committed, or there was nothing to be committed.
  package mutating func didEnd(_ number: Int, _ ending: Ending) {
    // A date that ends before its decision leaves the turn to the next.
    if case .begun = stages[number - reportedCount], isDeciding, number == begunCount - 1 {
      didDecide()
    }
    stages[number - reportedCount] = .ended(ending)
  }

  /// What is due at a moment in seconds; nil if nothing is.
  package mutating func due(seconds: Double, isCancelled: Bool) -> Due? {
    guard let first = stages.first else {
      return begunCount == count || isCancelled ? .end : nil
    }
    if case .ended(let ending) = first {
      stages.removeFirst()
      reportedCount += 1
      return .report(ending)
    }
    let (group, isFull) = group()
    guard !group.isEmpty, case .staged(_, _, _, let since) = first,
      isFull || isCancelled || seconds - since >= Self.secondsLimit || !growsSoon
    else { return nil }
    for (number, _) in group {
      if case .staged(_, let byteCount, _, _) = stages[number - reportedCount] {
        stages[number - reportedCount] = .committing(byteCount: byteCount)
      }
    }
    return .commit(group)
  }

  /// Whether a date is being staged, or is about to be, that may be added to the group.
  private var growsSoon: Bool {
    let begun = stages.filter { if case .begun = $0 { true } else { false } }
    return begun.count > (isWaiting ? 1 : 0) || hasRoom && !isWaiting
  }

  /// The first dates that can be committed together, and whether no other can be added.
  private func group() -> (dates: [(number: Int, staged: Staged)], isFull: Bool) {
    var dates: [(number: Int, staged: Staged)] = []
    var sum = 0
    stages: for (place, stage) in stages.enumerated() {
      switch stage {
      case .begun, .committing: break stages
      case .ended: continue
      case .staged(let staged, let byteCount, let isAlone, _):
        let isBeyond = dates.count == Self.dateLimit || sum + byteCount > Self.byteLimit
        if !dates.isEmpty, isAlone || isBeyond { return (dates, true) }
        dates.append((reportedCount + place, staged))
        sum += byteCount
        if isAlone || sum >= Self.byteLimit { return (dates, true) }
      }
    }
    return (dates, dates.count == Self.dateLimit)
  }
}
