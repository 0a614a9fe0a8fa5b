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

  /// The peak in bytes since ``begin()``; nil if the leader has ended or the system does not say.
  package mutating func byteCount() -> Int? {
    lookUp()
    guard PeakMemory.byteCount(of: group.leader) != nil else { return nil }
    return members.compactMap(PeakMemory.byteCount(of:)).reduce(0, +)
  }

  /// Source: Linux `proc(5)`, `/proc/loadavg`, whose last field is the newest process.
  private mutating func lookUp() {
    let newest = PseudoFile.read("/proc/loadavg").flatMap { $0.parts(separatedBy: " ").last }
    if let newest, self.newest?.isSame(as: newest) == true { return }
    members = group.insiders()
    self.newest = newest
  }
}

/// The most memory that a process has had at once. Linux keeps it; on macOS nothing is known.
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
}
