internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Synchronization

/// A server on a loopback address, whose answers go wrong as a plan says, and that remembers the
/// requests. It works on threads of its own, so it answers even while all of Swift's wait.
package final class FaultServer: Sendable {
  /// Where it is, such as `http://127.0.0.1:41234`.
  package var endpoint: String { "http://127.0.0.1:\(port)" }
  package let port: Int
  private let channel: any Channel
  private let service: Service

  private init(channel: any Channel, service: Service) {
    self.channel = channel
    self.service = service
    port = channel.localAddress?.port ?? 0
  }

  deinit { channel.close(promise: nil) }

  /// Starts a server, whose connections carry at most so many bytes of bodies a second each.
  package static func start(
    _ origin: any Origin, bytesPerSecond: Int? = nil,
    plan: @escaping FaultPlan = { _ in .none }
  ) async throws -> FaultServer {
    let service = Service(origin: origin, bytesPerSecond: bytesPerSecond, plan: plan)
    let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.backlog, value: 256)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(
            ConnectionHandler(service: service, channel: channel))
        }
      }
    let channel = try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
    return FaultServer(channel: channel, service: service)
  }

  /// A server with objects in memory.
  package static func start(
    _ store: ObjectStore, bytesPerSecond: Int? = nil,
    plan: @escaping FaultPlan = { _ in .none }
  ) async throws -> FaultServer {
    try await start(MemoryOrigin(store: store), bytesPerSecond: bytesPerSecond, plan: plan)
  }

  /// What goes wrong from now on.
  package func follow(_ plan: @escaping FaultPlan) { service.plan.withLock { $0 = plan } }

  /// The requests, in the order in which they came.
  package var records: [RequestRecord] { service.log.records }

  /// How many connections were opened.
  package var connectionCount: Int { service.connectionCount.load(ordering: .relaxed) }
}

/// What the connections of a server share.
final class Service: Sendable {
  let origin: any Origin
  let bytesPerSecond: Int?
  let plan: Mutex<FaultPlan>
  let log = RequestLog()
  let connectionCount = Atomic(0)

  init(origin: any Origin, bytesPerSecond: Int?, plan: @escaping FaultPlan) {
    self.origin = origin
    self.bytesPerSecond = bytesPerSecond
    self.plan = Mutex(plan)
  }

  /// Notes a request and what goes wrong with it.
  func begin(_ head: HTTPRequestHead, connection: Int) -> RequestRecord {
    let plan = plan.withLock { $0 }
    return log.begin(ReceivedRequest(head: head, connection: connection), plan: plan)
  }
}
