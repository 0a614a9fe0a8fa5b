/// How a call that fetches several objects ended.
package enum MirrorEnding: Equatable, Sendable {
  /// Everything is there.
  case succeeded
  /// Something is not there, and only trying again later may help.
  case retryLater
  /// Something is not there, for a reason that another attempt does not change.
  case failed

  /// The ending of a call with these errors.
  package init(_ errors: [DownloadError]) {
    if errors.isEmpty {
      self = .succeeded
    } else {
      self = errors.allSatisfy(\.mayHelpToRetry) ? .retryLater : .failed
    }
  }

  /// The exit status: 0, 1, or 75, which `sysexits.h` calls `EX_TEMPFAIL`.
  package var exitStatus: Int32 {
    switch self {
    case .succeeded: 0
    case .retryLater: 75
    case .failed: 1
    }
  }
}
