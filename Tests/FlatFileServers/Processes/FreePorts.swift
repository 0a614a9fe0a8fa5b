internal import NIOCore
internal import NIOPosix

/// Numbers of ports that nobody has.
enum FreePorts {
  /// So many different ports of the loopback address, which were free a moment ago.
  static func find(_ count: Int) async throws -> [Int] {
    let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
    var channels: [any Channel] = []
    for _ in 0..<count {
      channels.append(try await bootstrap.bind(host: "127.0.0.1", port: 0).get())
    }
    let ports = channels.compactMap { $0.localAddress?.port }
    for channel in channels { try await channel.close() }
    return ports
  }
}
