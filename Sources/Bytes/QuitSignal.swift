internal import CBarLakeSystemCalls

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// SIGQUIT, which a terminal sends at Ctrl-\.
package enum QuitSignal {
  /// Lets the signal end the process at once, as in other programs: the Swift runtime takes it for
  /// a crash, and prints the stacks of all threads for seconds. If the process was started to
  /// ignore the signal, it stays ignored.
  package static func endPlainly() {
    if barlake_is_signal_ignored(SIGQUIT) == 0 { _ = signal(SIGQUIT, SIG_DFL) }
  }
}
