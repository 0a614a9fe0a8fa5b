import BarLakeBytes
import BarLakeTestSupport
import Testing

@Suite struct AppendedFileTests {
  @Test func `lines of several writers stand one after the other`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array("0\n".utf8), to: "events")
    let files = try (0..<4).map { _ in try AppendedFile(path) }
    let errors = Monitor(0)
    Workers.run(count: files.count) { number in
      for _ in 0..<100 {
        do {
          try files[number].append(line: Array(String(repeating: "\(number + 1)", count: 200).utf8))
        } catch {
          errors.withLock { $0 += 1 }
        }
      }
    }
    #expect(errors.withLock { $0 } == 0)
    let lines = try FileSystem.read(path).split(separator: UInt8(ascii: "\n"))
    #expect(lines.count == 401 && lines[0] == Array("0".utf8)[...])
    #expect(lines.dropFirst().allSatisfy { $0.count == 200 && Set($0).count == 1 })
  }

  @Test func `a folder is an error`() throws {
    let folder = try TemporaryFolder()
    #expect(throws: SystemError.self) { try AppendedFile(folder.path("")) }
  }
}
