import BarLakeBytes
import BarLakeFlatFileServers
import Testing

/// The downloader against servers that fail. One test at a time: how long a connection delivers
/// nothing is part of what is tested.
@Suite(.serialized) enum Downloads {
  /// Runs `body`, which waits for a transfer, on a thread of its own.
  static func onThread<Value: Sendable>(
    _ body: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await Workers.blocking { () throws(SystemError) in Result { try body() } }.get()
  }
}

extension Fault {
  /// How long a test waits for bytes that do not come; where all come, they have time.
  var inactivityMilliseconds: Int {
    switch self {
    case .stall, .silence: 400
    default: 20_000
    }
  }
}
