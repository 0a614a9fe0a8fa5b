internal import BarLakeBytes
internal import BarLakeTestSupport
internal import Foundation

/// A server as a process that ends with this one, however this one ends.
package final class ServerProcess: Sendable {
  /// A server that cannot be used, and what to do.
  package struct Failure: Error, CustomStringConvertible {
    package var description: String
  }

  /// Runs the server, whose words follow the folder's path, until its input ends: it is the end of
  /// a pipe that only this process has. Then the server is killed, since it takes its time
  /// otherwise, and its folder is removed. A signal for all processes of a terminal ends the
  /// server's user, and so the server.
  private static let script = """
    trap '' INT TERM HUP
    folder=$1
    shift
    "$@" >"$folder/log" 2>&1 </dev/null &
    server=$!
    cat >/dev/null
    kill -9 "$server"
    wait "$server" 2>/dev/null
    rm -rf "$folder"
    """

  /// The folder of the server.
  let folder: String
  private let lifeline: FileHandle
  private let process: Process

  /// Starts `executable` with arguments that may name `folder`, a new one.
  ///
  /// - Parameter environment: What the server finds in addition to what this process has. Secrets
  ///   come here and not as arguments, which all processes see.
  package init(
    _ executable: String, folder: String, arguments: [String], environment: [String: String] = [:]
  ) throws {
    self.folder = folder
    let pipe = Pipe()
    process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", Self.script, "sh", folder, executable] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = pipe
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    lifeline = pipe.fileHandleForWriting
    try process.run()
  }

  /// Ends the server, and waits until it has ended.
  package func end() throws {
    try lifeline.close()
    process.waitUntilExit()
  }

  /// The last lines that the server wrote.
  var lastLines: String {
    let bytes = (try? FileSystem.read("\(folder)/log")) ?? []
    return String(decoding: bytes.suffix(2_000), as: UTF8.self)
  }

  /// Waits until `isReady` says so, at most so many seconds; a server that is not ready then is
  /// ended.
  func wait(seconds: Double, until isReady: () async -> Bool) async throws {
    let deadline = MonotonicClock.seconds() + seconds
    while await !isReady() {
      if MonotonicClock.seconds() >= deadline {
        let words = process.arguments?[4...].joined(separator: " ") ?? ""
        let failure = Failure(
          description: "\(words): not ready after \(seconds) s\n\(lastLines)")
        try end()
        throw failure
      }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  // MARK: Executables

  /// The path of a server's executable, from the packages of `requirements.txt`.
  package static func executable(_ name: String, variable: String) throws -> String {
    let environment = ProcessInfo.processInfo.environment
    let path = environment[variable] ?? "\(Repository.root)/.venv/bin/\(name)"
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw Failure(
        description: """
          There is no \(path), which the tests of FlatFiles need. In the folder of the checkout:
              python3 -m venv .venv
              .venv/bin/pip install -r Tests/FlatFileServers/Processes/requirements.txt
          Or name an executable in the variable \(variable).
          """)
    }
    return path
  }
}
