internal import CBarLakeSystemCalls

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The most memory that a group of processes has between two moments: the sum of the peaks of its
/// processes. Pages that two of them share count twice, and one that comes and goes in between is
/// not seen.
package struct GroupPeak: Sendable {
  private let group: ProcessGroup
  private var members: [Int32] = []
  /// The newest process of the system when the members were looked up, as the system names it. A
  /// look at all processes takes milliseconds, more than a small run, and where there is no newer
  /// process there is no newer member.
  private var newest: String?

  package init(of group: ProcessGroup) { self.group = group }

  /// The first moment. Returns whether the system can tell.
  package mutating func begin() -> Bool {
    lookUp()
    // A process that ended since has no part in what comes.
    for member in members where member != group.leader { _ = PeakMemory.forget(of: member) }
    return PeakMemory.forget(of: group.leader)
  }

  /// The first moment for ``lastingByteCount()``: that of ``begin()``, but also where the system
  /// keeps no peak. Returns the memory now; nil where the system cannot tell of one of the
  /// processes.
  package mutating func beginMetering() -> Int? {
    lookUp()
    guard members.contains(group.leader) else { return nil }
    #if !canImport(Darwin)
      for member in members where !PeakMemory.forget(of: member) {
        if PeakMemory.byteCount(of: member) != nil || member == group.leader { return nil }
      }
    #endif
    return meteredByteCount()
  }

  /// The peak in bytes since ``begin()``; nil if the leader has ended or the system does not say.
  package mutating func byteCount() -> Int? {
    lookUp()
    guard PeakMemory.byteCount(of: group.leader) != nil else { return nil }
    return members.compactMap(PeakMemory.byteCount(of:)).reduce(0, +)
  }

  /// What ``PeakMemory/meteredByteCount(of:)`` says of the processes that are there now and were at
  /// the look before, or at ``begin()``. One that has just been forked may still share its parent's
  /// memory, which then would count twice.
  package mutating func lastingByteCount() -> Int {
    let earlier = Set(members)
    lookUp()
    return members.filter(earlier.contains).compactMap(PeakMemory.meteredByteCount(of:))
      .reduce(0, +)
  }

  /// What ``PeakMemory/meteredByteCount(of:)`` says of all that are there now; nil if the leader
  /// has ended or the system does not say.
  package mutating func meteredByteCount() -> Int? {
    lookUp()
    guard PeakMemory.meteredByteCount(of: group.leader) != nil else { return nil }
    return members.compactMap(PeakMemory.meteredByteCount(of:)).reduce(0, +)
  }

  /// Limits what each of the processes that are there now may take beyond what it has: memory of
  /// its own that it can write. Returns whether the system did so.
  package mutating func limitGrowth(to byteCount: Int) -> Bool {
    lookUp()
    return members.contains(group.leader)
      && members.allSatisfy { member in
        guard let now = PeakMemory.dataByteCount(of: member) else { return member != group.leader }
        return PeakMemory.limitData(of: member, to: now + byteCount)
      }
  }

  /// Source: Linux `proc(5)`, `/proc/loadavg`, whose last field is the newest process.
  private mutating func lookUp() {
    let newest = PseudoFile.read("/proc/loadavg").flatMap { $0.parts(separatedBy: " ").last }
    if let newest, self.newest?.isSame(as: newest) == true { return }
    members = group.insiders()
    self.newest = newest
  }
}

/// The most memory that a process has had at once. Linux keeps it; on macOS it has to be asked
/// again and again.
package enum PeakMemory {
  /// The number of this process.
  package static var ownProcess: Int32 { getpid() }

  /// Makes what the process uses now its peak, so that a later peak is seen. Returns whether the
  /// system did so.
  ///
  /// Source: Linux `proc(5)`, `/proc/PID/clear_refs`, `5`.
  package static func forget(of process: Int32) -> Bool {
    PseudoFile.write("5", to: "/proc/\(process)/clear_refs")
  }

  /// The peak in bytes; nil if the process has ended or the system does not say.
  ///
  /// Source: Linux `proc(5)`, `/proc/PID/status`, `VmHWM`, in KiB.
  package static func byteCount(of process: Int32) -> Int? {
    PseudoFile.read("/proc/\(process)/status")
      .flatMap { PseudoFile.number(ofLine: "VmHWM:", in: $0) }
      .map { $0 * 1024 }
  }

  /// What a meter that asks often takes the largest of: on Linux the peak, on macOS what the
  /// process uses now; nil if it has ended or the system does not say.
  static func meteredByteCount(of process: Int32) -> Int? {
    #if canImport(Darwin)
      Platform.footprint(of: process)
    #else
      byteCount(of: process)
    #endif
  }

  /// The bytes of the process's data segment: memory of its own that it can write, used or not.
  ///
  /// Source: Linux `proc(5)`, `/proc/PID/status`, `VmData`, in KiB.
  static func dataByteCount(of process: Int32) -> Int? {
    PseudoFile.read("/proc/\(process)/status")
      .flatMap { PseudoFile.number(ofLine: "VmData:", in: $0) }
      .map { $0 * 1024 }
  }

  /// Limits that segment. Returns whether the system did so.
  ///
  /// Source: Linux `prlimit(2)`, `RLIMIT_DATA`.
  static func limitData(of process: Int32, to byteCount: Int) -> Bool {
    barlake_limit_data(process, UInt64(byteCount)) == 0
  }
}
