import BarLake
import BarLakeTestSupport
import FlatFiles
import Testing

@Suite struct ConfigFileTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func read(_ text: String, isSecret: Bool = false) throws(ConfigError) -> ConfigTree? {
    do {
      try folder.write(text.utf8, to: "a.yaml")
    } catch {
      Issue.record(error)
    }
    return try ConfigFile.read(folder.path("a.yaml"), isSecret: isSecret)
  }

  /// The place and the message of the error of a text; nil if it has none.
  private func fault(_ text: String, isSecret: Bool = false) -> (place: String, message: String)? {
    do throws(ConfigError) {
      _ = try read(text, isSecret: isSecret)
      return nil
    } catch {
      guard case .file(folder.path("a.yaml"), let line, let column)? = error.origin else {
        Issue.record(error)
        return nil
      }
      return ("\(line):\(column)", error.message)
    }
  }

  /// What PyYAML's `safe_load` makes of the same lines, days aside.
  @Test func `values have the types of YAML 1.1`() throws {
    let text = """
      a: yes
      b: 'yes'
      c: 12
      d: -0x1F
      e: 1_000
      f: 7.5
      g: ~
      h:
      i: text with a blank
      j: 2024-01-02
      k: [1, two, {three: 3}]
      l: 99999999999999999999
      "m n": !!str 5
      """
    let expected: ConfigValue = [
      "a": true, "b": "yes", "c": 12, "d": -31, "e": 1000, "f": 7.5, "g": nil, "h": nil,
      "i": "text with a blank", "j": "2024-01-02", "k": [1, "two", ["three": 3]],
      "l": .double(1e20), "m n": "5",
    ]
    #expect(try read(text)?.value == expected)
  }

  @Test func `each value knows its line and column`() throws {
    let tree = try #require(try read("# first\na:\n  b: 1\n  \u{E4}c:   two\n"))
    let path = folder.path("a.yaml")
    #expect(tree.found(at: "a.b")?.origin == .file(path: path, line: 3, column: 6))
    #expect(tree.found(at: "a.\u{E4}c")?.origin == .file(path: path, line: 4, column: 9))
    #expect(tree.found(at: "a")?.origin == .file(path: path, line: 3, column: 3))
  }

  @Test func `aliases and merge keys are followed, and own keys beat merged ones`() throws {
    let text = """
      base: &base {a: 1, b: 2}
      other: &other {b: 3, c: 4}
      one:
        <<: *base
        b: 5
      two:
        <<: [*base, *other]
      three: *base
      """
    let tree = try #require(try read(text))
    #expect(tree.found(at: "one")?.value == ["a": 1, "b": 5])
    #expect(tree.found(at: "two")?.value == ["a": 1, "b": 2, "c": 4])
    #expect(tree.found(at: "three")?.value == ["a": 1, "b": 2])
  }

  @Test func `in a file of secrets every value is a text`() throws {
    let tree = try read("a: 0123\nb: yes\nc: 1e5\nd:\n", isSecret: true)
    #expect(tree?.value == ["a": "0123", "b": "yes", "c": "1e5", "d": nil])
  }

  @Test func `a file that is not there is none, and an empty one has no value`() throws {
    #expect(try ConfigFile.read(folder.path("b.yaml")) == nil)
    for text in ["", "\n", "# only a comment\n", "---\n", "~"] {
      #expect(try read(text) == ConfigTree())
    }
  }

  @Test(arguments: [
    ("a: 1\nb: [1, 2\nc: 3\n", "3:"), ("a: 1\n\tb: 2\n", "2:1"), ("a: 1\na: 2\n", "1:1"),
    ("1: a\n'1': b\n", "2:1"),
    ("a: 1\n  b: 2\n", "2:"), ("- 1\n- 2\n", "1:1"), ("text\n", "1:1"), ("a: *b\n", "1:4"),
    ("? [1]\n: 2\n", "1:3"), ("a: 1\n---\nb: 2\n", "2:1"), ("a: 'x\n", "2:1"),
    ("a: 1\nb: \u{7}\n", "2:4"), ("a: {<<: 5}\n", "1:9"),
  ])
  func `a wrong file is an error with line and column`(_ text: String, _ place: String) throws {
    let error = try #require(fault(text))
    #expect(error.place.hasPrefix(place), "\(error)")
    #expect(!error.message.isEmpty)
  }

  @Test func `bytes that are not UTF-8 are an error at the first of them`() throws {
    try folder.write(Array("a: 1\nb: \u{E4}x".utf8) + [0xFF, 0x0A], to: "b.yaml")
    let error = #expect(throws: ConfigError.self) { try ConfigFile.read(folder.path("b.yaml")) }
    #expect(error?.origin == .file(path: folder.path("b.yaml"), line: 2, column: 6))
    #expect(error?.code == .invalidArgument)
  }

  @Test func `a folder in the place of a file cannot be read`() throws {
    let error = #expect(throws: ConfigError.self) { try ConfigFile.read(folder.path) }
    #expect(error?.code == .ioError)
    #expect(error?.message.contains(folder.path) == true)
  }

  @Test func `nested aliases and long files do not fill the memory`() throws {
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let parts = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      bomb += "a\(level): &a\(level) [\(parts)]\n"
    }
    #expect(fault(bomb)?.message.contains("10000 values") == true)
    let long = "a: " + String(repeating: "x", count: ConfigFile.byteCountLimit)
    #expect(fault(long)?.message.contains("larger than 1048576 bytes") == true)
  }

  @Test(arguments: [
    "polygon:\n  fake-secret-7: 1\n  fake-secret-7: 2\n", "polygon: 'fake-secret-7\n",
    "polygon: fake-secret-7: x\n", "fake-secret-7\n", "polygon: *fake-secret-7\n",
    "? [fake-secret-7]\n: 2\n", "a: &fake-secret-7 [1]\nb: fake-secret-7: fake-secret-7",
  ])
  func `an error in a file of secrets shows none of it`(_ text: String) throws {
    let error = try #require(fault(text, isSecret: true))
    #expect(!error.message.contains("fake-secret-7"))
  }
}
