#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A process that leads a group, and all that it started.
package struct ProcessGroup: Sendable {
  /// The process that leads the group, whose number is the group's.
  package var leader: Int32
  /// A text that stands in the environment of its processes and of no others: one that leaves the
  /// group still has it.
  package var mark: String

  package init(leader: Int32, mark: String) {
    self.leader = leader
    self.mark = mark
  }

  /// Ends all processes of the group, those that left it included, and waits until none of them
  /// runs, at most so many seconds. Returns whether none does.
  @discardableResult
  package func kill(within seconds: Double = 5) -> Bool {
    let deadline = MonotonicClock.seconds() + seconds
    while true {
      killGroup(leader)
      let left = members()
      for member in left { killProcess(member) }
      if left.isEmpty { return true }
      if MonotonicClock.seconds() > deadline { return false }
      MonotonicClock.wait(seconds: 0.002)
    }
  }

  /// The working directory of the leader, or nil where the system does not say.
  ///
  /// Source: Linux `proc(5)`, `/proc/PID/cwd`.
  package var workingDirectory: String? { SymbolicLink.target(of: "/proc/\(leader)/cwd") }

  /// The processes that are in the group now, without those that left it.
  func insiders() -> [Int32] {
    #if canImport(Darwin)
      Platform.processes(ofGroup: leader)
    #else
      Self.running().filter { $0.group == leader }.map(\.number)
    #endif
  }

  /// The processes of the group that run, those that left it included.
  ///
  /// Source: Linux `proc(5)`, `/proc/PID/environ`.
  private func members() -> [Int32] {
    Self.running().filter { process in
      process.group == leader
        || process.number != getpid()
          && PseudoFile.read("/proc/\(process.number)/environ")?.utf8.contains(Array(mark.utf8))
            == true
    }.map(\.number)
  }

  /// All processes that run, and the group of each; on macOS, which has no `/proc`, none.
  ///
  /// Source: Linux `proc(5)`, `/proc/PID/stat`.
  private static func running() -> [(number: Int32, group: Int32)] {
    let names = (try? FileSystem.names(in: "/proc")) ?? []
    return names.compactMap { Int32($0) }.compactMap { number in
      guard let text = PseudoFile.read("/proc/\(number)/stat") else { return nil }
      // The name of a program, in parentheses, may hold blanks and parentheses.
      let end = text.utf8.lastIndex(of: UInt8(ascii: ")")) ?? text.startIndex
      let fields = text[end...].split(separator: " ")
      guard fields.count > 3, fields[1] != "Z", fields[1] != "X", let group = Int32(fields[3])
      else { return nil }
      return (number, group)
    }
  }
}

private func killGroup(_ leader: Int32) { _ = killpg(leader, SIGKILL) }

private func killProcess(_ number: Int32) { _ = kill(number, SIGKILL) }
