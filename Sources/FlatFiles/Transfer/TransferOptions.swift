#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// How objects are transferred. What users set is an argument of ``AsyncS3Downloader``.
package struct TransferOptions: Sendable {
  /// Failures in a row after which a request is given up.
  package var maxRetries = 5
  /// How long a connection may deliver nothing, in milliseconds.
  package var inactivityMilliseconds = 60_000
  /// How long it may take to open a connection, in milliseconds.
  package var connectMilliseconds = 10_000
  /// The most requests at once, of all downloads.
  package var maxRequestCount = 8
  /// The length of a part of a file, in bytes: what is lost if the process is killed.
  package var partByteCount = 4 << 20
  /// The length of a part of a stream, in bytes.
  package var streamPartByteCount = 1 << 20
  /// Bytes of a stream that may be in memory: those that arrived and those that were asked for.
  package var streamWindowByteCount = 16 << 20
  package var backoff = RetryBackoff()
  /// What time it is, which is signed.
  package var now: @Sendable () -> Date = { Date() }
  /// How the time between two attempts passes, in seconds; nil for a timer.
  package var sleep: (@Sendable (Double) async throws -> Void)?
  /// A number from 0 to 1, each time another one.
  package var random: @Sendable () -> Double = { .random(in: 0...1) }

  package init() {}
}
