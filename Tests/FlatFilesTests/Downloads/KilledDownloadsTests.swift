import BarLakeBytes
import BarLakeFlatFileServers
import BarLakeTestSupport
import FlatFiles
import Subprocess
import Testing

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

extension Downloads {
  /// A process that downloads is killed at many moments and started again.
  @Suite struct KilledDownloadsTests {
    /// Small, so that of what a process fetches before it is killed most is whole.
    private static let partByteCount = 16 << 10
    private static let bytes = Content.bytes(6_000_000, seed: 14)
    private static let killCount = 20

    private let file: FinalFile
    private let server: FaultServer

    init() async throws {
      let store = ObjectStore()
      store.put(Self.bytes, key: "killed.bin")
      file = try FinalFile()
      server = try await FaultServer.start(store, bytesPerSecond: 1_500_000)
    }

    private var configuration: Configuration {
      Configuration(
        executable: .path(FilePath("\(Products.folder)/FlatFilesClient")),
        arguments: [
          "file", server.endpoint, "killed.bin", file.path, "\(Self.partByteCount)",
        ])
    }

    /// The bytes that the server has sent in answer to the requests from number `first` on.
    private func sentByteCount(from first: Int) -> Int {
      server.records.dropFirst(first).reduce(0) { $0 + $1.sentByteCount }
    }

    /// Runs the process and kills it once `byteCount` bytes were sent to it.
    private func killAfter(byteCount: Int) async throws {
      let first = server.records.count
      let result = try await Subprocess.run(
        configuration, input: .none, output: .discarded, error: .discarded
      ) { execution in
        // A process that ends by itself, which is a failure, would be waited for for ever.
        let deadline = ContinuousClock.now + .seconds(60)
        while server.records.count == first || sentByteCount(from: first) < byteCount {
          guard ContinuousClock.now < deadline else { break }
          try await Task.sleep(for: .milliseconds(1))
        }
        try execution.send(signal: .kill)
      }
      #expect(result.terminationStatus == .signaled(9))
    }

    /// What the killed process has left: bytes that must be those of the object.
    private func wholeParts() throws -> [Range<Int>] {
      guard let state = try DownloadState(file: file.hidden(".partial.json")) else { return [] }
      let content = try FileSystem.read(file.hidden(".partial"))
      for part in state.goodRanges { #expect(content[part] == Self.bytes[part]) }
      return state.goodRanges
    }

    @Test func `no byte is fetched twice that was whole`() async throws {
      var generator = SeededGenerator(seed: 15)
      var whole: [Range<Int>] = []
      for _ in 0..<Self.killCount {
        let first = server.records.count
        // Some at the first request already; all together they leave a rest.
        try await killAfter(
          byteCount: Int.random(in: 0..<2 * Self.bytes.count / 24, using: &generator))
        expectNone(of: whole, from: first)
        #expect(try file.content() == nil)
        let found = try wholeParts()
        for range in whole {
          #expect(
            found.contains {
              $0.lowerBound <= range.lowerBound && range.upperBound <= $0.upperBound
            })
        }
        whole = found
      }
      let wholeByteCount = whole.reduce(0) { $0 + $1.count }
      #expect(wholeByteCount > Self.bytes.count / 4)
      let first = server.records.count
      let result = try await Subprocess.run(
        configuration, output: .string(limit: 1_000), error: .string(limit: 10_000))
      #expect(result.terminationStatus == .exited(0), "\(result.standardError)")
      #expect(result.standardOutput == "\(Self.bytes.count) \(wholeByteCount)\n")
      expectNone(of: whole, from: first)
      #expect(sentByteCount(from: first) == Self.bytes.count - wholeByteCount)
      #expect(try file.content() == Self.bytes)
      #expect(try file.names() == ["object.bin"])
    }

    /// Expects that the requests from number `first` on ask for none of the parts.
    private func expectNone(of parts: [Range<Int>], from first: Int) {
      for record in server.records.dropFirst(first) where record.request.method == "GET" {
        guard let range = record.request.range else {
          Issue.record("\(record.request.target) was asked for as a whole")
          continue
        }
        #expect(!parts.contains { $0.overlaps(Range(range)) })
      }
    }
  }
}
