internal import BarLakeBytes
internal import BarLakeTestSupport
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// SeaweedFS, a server that speaks S3 and verifies signatures. One serves all tests of a process;
/// each test has keys of its own.
package final class SeaweedFS: Sendable {
  package let endpoint: String
  /// The port of S3, for a server in front of this one.
  package let port: Int
  private let process: ServerProcess
  private let filerPort: Int

  private init(process: ServerProcess, port: Int, filerPort: Int) {
    self.process = process
    self.port = port
    self.filerPort = filerPort
    endpoint = "http://127.0.0.1:\(port)"
  }

  private static let started = Task { try await start() }

  /// The server, started with the first call.
  package static var shared: SeaweedFS {
    get async throws { try await started.value }
  }

  private static func start() async throws -> SeaweedFS {
    let executable = try ServerProcess.executable("weed", variable: "BARLAKE_TEST_WEED")
    var failure: (any Error)?
    // Somebody else may take a port between the question and the start.
    for _ in 0..<3 {
      do { return try await start(executable) } catch { failure = error }
    }
    throw failure ?? ServerProcess.Failure(description: "SeaweedFS did not start")
  }

  private static func start(_ executable: String) async throws -> SeaweedFS {
    let folder = "\(TemporaryFolder.parent)/barlake-weed.\(FileSystem.randomIdentifier())"
    try FileSystem.createDirectory(folder)
    try FileSystem.write(Array(identities.utf8), to: "\(folder)/s3.json")
    let ports = try await FreePorts.find(8)
    let process = try ServerProcess(
      executable, folder: folder,
      arguments: [
        "server", "-dir=\(folder)", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
        "-master.port=\(ports[0])", "-master.port.grpc=\(ports[1])", "-master.telemetry=false",
        "-master.volumeSizeLimitMB=64", "-volume.max=32",
        "-volume.port=\(ports[2])", "-volume.port.grpc=\(ports[3])",
        "-filer", "-filer.port=\(ports[4])", "-filer.port.grpc=\(ports[5])",
        "-filer.localSocket=\(folder)/filer.socket",
        "-s3", "-s3.port=\(ports[6])", "-s3.port.grpc=\(ports[7])", "-s3.port.iceberg=0",
        "-s3.port.lance=0", "-s3.config=\(folder)/s3.json", "-s3.localSocket=\(folder)/s3.socket",
      ],
      // Its logs are there.
      environment: ["TMPDIR": folder])
    let server = SeaweedFS(process: process, port: ports[6], filerPort: ports[4])
    // Without a signature nobody gets a list of the buckets.
    try await process.wait(seconds: 60) {
      (try? await PlainHTTP.send(port: ports[6], target: "/"))?.status == 403
    }
    try await process.wait(seconds: 60) {
      (try? await server.put([0], key: "ready")) != nil
    }
    return server
  }

  private static let identities = """
    {"identities": [{
      "name": "tests",
      "credentials": [{
        "accessKey": "\(FakeCredentials.accessKeyID)",
        "secretKey": "\(FakeCredentials.secretAccessKey)"
      }],
      "actions": ["Admin", "Read", "Write", "List"]
    }]}
    """

  /// Puts an object in the place of the one that is there. It comes through the filer, which asks
  /// for no signature, so that no code of ours is needed on the way.
  package func put(_ bytes: [UInt8], bucket: String = "flatfiles", key: String) async throws {
    let path = URIEncoding.encoded("/buckets/\(bucket)/\(key)", keepsSlashes: true)
    let answer = try await PlainHTTP.send(
      port: filerPort, method: "PUT", target: path, body: bytes)
    guard answer.status == 201 else {
      throw ServerProcess.Failure(description: "PUT \(path): status \(answer.status)")
    }
  }
}
