import BarLakeBytes
import BarLakeFlatFileServers
import BarLakeTestSupport
import Testing

@Suite struct ServerProcessTests {
  @Test func `a server that is not installed is an error with the commands that install it`() throws
  {
    let error = try #require(throws: ServerProcess.Failure.self) {
      try ServerProcess.executable("none", variable: "BARLAKE_TEST_NONE")
    }
    for text in [".venv/bin/none", "pip install -r", "requirements.txt", "BARLAKE_TEST_NONE"] {
      #expect(error.description.contains(text))
    }
  }

  #if os(Linux)
    @Test func `a server ends with the pipe that this process holds, and leaves nothing`()
      async throws
    {
      let parent = try TemporaryFolder()
      let folder = parent.path("server")
      try FileSystem.createDirectory(folder)
      // It does not care for any signal but one.
      let words =
        "trap '' INT TERM HUP; echo $$ > number; mv number known; while :; do sleep 1; done"
      let server = try ServerProcess(
        "/bin/sh", folder: folder, arguments: ["-c", "cd \(folder); \(words)"])
      while try FileSystem.status("\(folder)/known") == nil {
        try await Task.sleep(for: .milliseconds(5))
      }
      let text = String(decoding: try FileSystem.read("\(folder)/known"), as: UTF8.self)
      let number = try #require(Int(text.filter(\.isNumber)))
      #expect(try FileSystem.status("/proc/\(number)") != nil)
      try server.end()
      #expect(try FileSystem.status("/proc/\(number)") == nil)
      #expect(try FileSystem.status(folder) == nil)
    }
  #endif
}
