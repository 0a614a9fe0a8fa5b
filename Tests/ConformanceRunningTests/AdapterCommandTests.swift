import BarLakeConformanceRunning
import BarLakeTestSupport
import Testing

/// Commands as users write them.
@Suite struct AdapterCommandTests {
  private func words(_ text: String, in folder: String = "/") throws -> [String] {
    try AdapterCommand(text, in: folder).words
  }

  @Test func `words are cut as a shell cuts them`() throws {
    #expect(try words("a b  c\t d") == ["a", "b", "c", "d"])
    #expect(try words(#"a "b c" 'd "e'"#) == ["a", "b c", #"d "e"#])
    #expect(try words(#"a\ b "c\"d" 'e\f'"#) == ["a b", #"c"d"#, #"e\f"#])
    #expect(try words(#"a "" b"#) == ["a", "", "b"])
    #expect(try words(#"a"b"'c'"#) == ["abc"])
  }

  @Test func `an open quote, and nothing at all, are no command`() {
    for text in ["", "  ", "'a", "\"a", "a\\"] {
      #expect(throws: AdapterCommand.Malformed.self) { try words(text) }
    }
  }

  @Test func `what is in the current folder is named from anywhere`() throws {
    let folder = try TemporaryFolder()
    try folder.write([], to: "python3")
    try folder.write([], to: "my adapter.py")
    #expect(
      try words("python3 'my adapter.py' other.py --x", in: folder.path)
        == ["python3", folder.path("my adapter.py"), "other.py", "--x"])
    #expect(try words("./python3", in: folder.path) == ["\(folder.path)/./python3"])
  }
}
