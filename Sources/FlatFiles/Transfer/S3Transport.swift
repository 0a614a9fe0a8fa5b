internal import AsyncHTTPClient
internal import BarLakeBytes
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// Sends signed requests to one service. The connections are closed when the last user is gone.
final class S3Transport: Sendable {
  let endpoint: S3Endpoint
  let options: TransferOptions
  let gate: RequestGate
  private let credentials: S3Credentials
  private let client: HTTPClient
  private let counted = Mutex(DownloadStatistics())
  private let isShutDown = Atomic(false)

  init(endpoint: S3Endpoint, credentials: S3Credentials, options: TransferOptions) {
    self.endpoint = endpoint
    self.options = options
    self.credentials = credentials
    gate = RequestGate(maximum: options.maxRequestCount)
    var configuration = HTTPClient.Configuration()
    // With HTTP/2 all requests would share one connection, which the vendor holds at one rate.
    configuration.httpVersion = .http1Only
    configuration.redirectConfiguration = .disallow
    configuration.timeout = HTTPClient.Configuration.Timeout(
      connect: .milliseconds(Int64(options.connectMilliseconds)),
      read: .milliseconds(Int64(options.inactivityMilliseconds)))
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit =
      options.maxRequestCount
    // Our own retries are counted, limited and waited for.
    configuration.connectionPool.retryConnectionEstablishment = false
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  deinit {
    // An error can only say that the client was shut down before.
    if !isShutDown.load(ordering: .acquiring) { client.shutdown { _ in } }
  }

  /// Closes all connections; requests in progress fail.
  func shutdown() async {
    guard !isShutDown.exchange(true, ordering: .acquiringAndReleasing) else { return }
    await withCheckedContinuation { continuation in
      client.shutdown { _ in continuation.resume() }
    }
  }

  // MARK: Statistics

  var statistics: DownloadStatistics { counted.withLock { $0 } }

  func count(_ change: (inout DownloadStatistics) -> Void) { counted.withLock { change(&$0) } }

  // MARK: Requests

  /// Sends a request, and returns the response if its status is 200 or 206.
  ///
  /// - Throws: `TransferFault`, or `CancellationError`.
  func send(_ request: S3Request) async throws -> S3Response {
    let permit = try await gate.enter()
    let response: HTTPClientResponse
    do {
      response = try await execute(prepared(request))
    } catch {
      throw try fault(error, at: request.place)
    }
    let received = S3Response(response, permit: permit)
    if received.status == 200 || received.status == 206 { return received }
    let body: [UInt8]
    do {
      body = try await received.errorBody()
    } catch {
      throw try fault(error, at: request.place)
    }
    let fault = StatusJudge(
      place: request.place, status: received.status, error: ServiceError(body),
      retryAfter: received.header("retry-after").flatMap {
        RetryAfter.seconds($0, now: options.now())
      }
    ).fault
    if case .slowDown = fault.kind { permit.release(.slowDown) }
    throw redacted(fault)
  }

  /// Executes a request; returns at once if the task is cancelled. The client itself needs a thread
  /// of the cooperative pool to notice that, and there may be none.
  private func execute(_ request: HTTPClientRequest) async throws -> HTTPClientResponse {
    let client = client
    let answer = FirstResult<HTTPClientResponse>()
    let task = Task(executorPreference: ThreadExecutor.ofProcess) {
      do {
        answer.set(.success(try await client.execute(request, deadline: .distantFuture)))
      } catch {
        answer.set(.failure(error))
      }
    }
    return try await answer.value {
      task.cancel()
      return true
    }
  }

  private func prepared(_ request: S3Request) -> HTTPClientRequest {
    let unsigned = UnsignedRequest(
      method: request.method, host: endpoint.host,
      path: S3Endpoint.path(bucket: request.place.bucket, key: request.place.key),
      query: request.query, headers: request.headers)
    var prepared = HTTPClientRequest(
      url: endpoint.url(path: unsigned.path, query: unsigned.encodedQuery))
    prepared.method = HTTPMethod(rawValue: request.method)
    let signed = SignatureV4.headers(
      for: unsigned, credentials: credentials, date: options.now())
    prepared.headers = HTTPHeaders(signed.map { ($0.name, $0.value) })
    // A content that is encoded on the way would have other lengths and ranges than the object.
    prepared.headers.add(name: "accept-encoding", value: "identity")
    prepared.headers.add(name: "user-agent", value: "barlake")
    return prepared
  }

  /// The fault of a request that got no whole response.
  ///
  /// - Throws: `CancellationError` if the task was cancelled, which is no fault.
  func fault(_ error: any Error, at place: ObjectPlace) throws -> TransferFault {
    if let fault = error as? TransferFault { return fault }
    try Task.checkCancellation()
    if error is CancellationError { throw error }
    if error as? HTTPClientError == .alreadyShutdown {
      return TransferFault(
        kind: .final,
        error: place.error(
          .shutDown, "the downloader was shut down", remedy: "make another downloader"))
    }
    return TransferFault(
      kind: .retry(after: nil),
      error: place.error(
        .connectionFailed, reason(error), remedy: "check the network and the endpoint, and retry"))
  }

  private func reason(_ error: any Error) -> String {
    guard let error = error as? HTTPClientError else {
      return "\(endpoint.host): \("\(error)".escapingControls.shortened(to: 300))"
    }
    switch error {
    case .readTimeout:
      let seconds = Double(options.inactivityMilliseconds) / 1000
      return "\(endpoint.host) sent nothing for \(seconds) seconds"
    case .remoteConnectionClosed:
      return "\(endpoint.host) closed the connection before the end of its answer"
    default: return "\(endpoint.host): \(error.shortDescription.lowercased())"
    }
  }

  /// The fault without the id of the access key, which some services repeat.
  private func redacted(_ fault: TransferFault) -> TransferFault {
    var fault = fault
    for secret in [credentials.secretAccessKey, credentials.accessKeyID] where !secret.isEmpty {
      fault.error.message = fault.error.message.replacingOccurrences(of: secret, with: "…")
    }
    return fault
  }

  /// Lets time pass, without a thread that waits.
  func sleep(seconds: Double) async throws {
    if let sleep = options.sleep {
      try await sleep(seconds)
      return
    }
    let timer = client.eventLoopGroup.any()
      .scheduleTask(in: .nanoseconds(Int64(seconds * 1e9))) {}
    try await withTaskCancellationHandler {
      do {
        try await timer.futureResult.get()
      } catch {
        throw CancellationError()
      }
    } onCancel: {
      timer.cancel()
    }
  }
}
