internal import BarLakeBytes
internal import BarLakeTestSupport

/// `rclone serve s3`, a server that verifies signatures, answers 200 to ranges, and does not look
/// at If-Match.
package final class Rclone: Sendable {
  package let endpoint: String
  package let port: Int
  private let process: ServerProcess

  private init(process: ServerProcess, port: Int) {
    self.process = process
    self.port = port
    endpoint = "http://127.0.0.1:\(port)"
  }

  private static let started = Task { try await start() }

  /// The server, started with the first call.
  package static var shared: Rclone {
    get async throws { try await started.value }
  }

  private static func start() async throws -> Rclone {
    let executable = try ServerProcess.executable("rclone", variable: "BARLAKE_TEST_RCLONE")
    let folder = "\(TemporaryFolder.parent)/barlake-rclone.\(FileSystem.randomIdentifier())"
    try FileSystem.createDirectories("\(folder)/buckets/flatfiles")
    let port = try await FreePorts.find(1)[0]
    let process = try ServerProcess(
      executable, folder: folder,
      arguments: [
        "serve", "s3", "--addr", "127.0.0.1:\(port)", "--vfs-cache-mode", "off",
        "--dir-cache-time", "0s", "\(folder)/buckets",
      ],
      environment: [
        "RCLONE_CONFIG": "/dev/null",
        "RCLONE_AUTH_KEY":
          "\"\(FakeCredentials.accessKeyID),\(FakeCredentials.secretAccessKey)\"",
      ])
    try await process.wait(seconds: 60) {
      (try? await PlainHTTP.send(port: port, target: "/")) != nil
    }
    return Rclone(process: process, port: port)
  }

  /// Puts an object in the place of the one that is there.
  package func put(_ bytes: [UInt8], bucket: String = "flatfiles", key: String) throws {
    let path = "\(process.folder)/buckets/\(bucket)/\(key)"
    let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    try FileSystem.createDirectories(parent.joined(separator: "/"))
    try FileSystem.write(bytes, to: path)
  }
}
