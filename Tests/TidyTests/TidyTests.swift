import BarLakeTestSupport
import Testing

/// What keeps the sources a house: rules that no compiler checks, on the sources themselves. Each
/// rule is a function of texts, so that a text that breaks it can be planted here.
@Suite struct TidyTests {
  private static let sources = Result { try Sources(below: "Sources") }
  private static let tests = Result { try Sources(below: "Tests") }

  @Test func `no comment line is longer than 100 columns`() throws {
    for sources in [try Self.sources.get(), try Self.tests.get()] {
      #expect(!sources.files.isEmpty)
      #expect(sources.longComments == [])
    }
  }

  @Test func `rooms of the core refer to those before them alone`() throws {
    let core = try Self.sources.get().below("Sources/BarLake")
    #expect(core.files.count > 60)
    #expect(Rooms.strayFiles(of: core) == [])
    #expect(Rooms.wrongArrows(of: core) == [])
  }

  @Test func `rooms of FlatFiles refer to those before them alone`() throws {
    let target = try Self.sources.get().below("Sources/FlatFiles")
    #expect(target.files.count > 40)
    #expect(Rooms.strayFiles(of: target) == [])
    #expect(Rooms.wrongArrows(of: target) == [])
  }

  @Test func `rooms of Sync refer to those before them alone`() throws {
    let target = try Self.sources.get().below("Sources/Sync")
    #expect(target.files.count > 15)
    #expect(Rooms.strayFiles(of: target) == [])
    #expect(Rooms.wrongArrows(of: target) == [])
  }

  /// Source: `docs/architecture.md`, "Rooms".
  @Test func `the core has at most 5500 lines of code`() throws {
    #expect(try Self.sources.get().below("Sources/BarLake").codeLineCount <= 5_500)
  }

  /// Declarations that the sources never call by name, with the reason for each.
  private static let usedElsewhere: [(place: String, reason: String)] = [
    ("Sources/BarLakeTool/BarLakeCommand.swift: BarLakeCommand", "the program begins with it"),
    ("Sources/Bytes/ThreadExecutor.swift: enqueue", "a requirement of TaskExecutor"),
    ("Sources/ConformanceTool/ConformCommand.swift: ConformCommand", "the program begins with it"),
  ]

  /// The values of Parquet's enumerations are there whether or not we write or read them.
  @Test func `every declaration but a name of the format is used`() throws {
    let unused = try Self.sources.get().unusedDeclarations
      .filter { !$0.hasPrefix("Sources/ParquetFormat/") }
    #expect(Set(unused) == Set(Self.usedElsewhere.map(\.place)))
  }

  /// Source: `docs/architecture.md`, "Tests".
  @Test func `every unit has a test file of its name, or a line that says who tests it`() throws {
    func path(_ file: (path: String, text: String)) -> String {
      let inside = file.path.split(separator: "/").dropFirst().joined(separator: "/")
      return String(inside.dropLast(".swift".count))
    }
    let files = try Self.sources.get().files.map(path)
    let units = files.filter { file in
      Units.targets.contains { file.hasPrefix("\($0)/") } || Units.core.contains(file)
    }
    #expect(units.count > 100 && Units.core.allSatisfy(units.contains))
    let suites = try Self.tests.get().files.filter { $0.text.contains("@Test") }.map { file in
      let parts = path(file).split(separator: "/")
      return "\(parts[0])/\(parts[parts.count - 1])"
    }
    #expect(Units.faults(units: units, tests: Set(suites), elsewhere: Units.elsewhere) == [])
  }

  @Test func `no type has a name that means two things`() throws {
    #expect(try Self.sources.get().ambiguousTypes == [])
  }

  // MARK: Planted faults

  @Test func `an arrow the other way is found`() {
    let planted = Sources([
      "Sources/BarLake/Reading/A.swift": "struct A { var lake: LakeLayout }",
      "Sources/BarLake/Lake/LakeLayout.swift": "struct LakeLayout {} // A",
      "Sources/BarLake/Writing/B.swift": "extension A { var layout: LakeLayout? { nil } }",
    ])
    #expect(Rooms.wrongArrows(of: planted) == ["Reading/A.swift → Lake/LakeLayout.swift"])
    let stray = Sources(["Sources/BarLake/A.swift": "", "Sources/BarLake/Attic/B.swift": ""])
    #expect(Rooms.strayFiles(of: stray).count == 2)
  }

  @Test func `lines of code are neither blank nor a comment alone`() {
    let planted = Sources(["A.swift": "/// A.\nstruct A {\n\n  // b\n  let b = 1  // c\n}\n   \n"])
    #expect(planted.codeLineCount == 3)
  }

  @Test func `a unit without a test, and a line that is wrong, are found`() {
    let faults = Units.faults(
      units: ["X/A", "X/B", "X/C+D", "X/E", "Y/Room/F", "Y/G"],
      tests: ["XTests/ATests", "XTests/CDTests", "XTests/ManyTests", "YTests/FTests"],
      elsewhere: [
        "XTests/ManyTests": ["X/A", "X/E", "X/Gone"], "XTests/LostTests": ["Y/G", "X/E"],
      ])
    #expect(
      faults == [
        "X/A has XTests/ATests, and a line names another suite",
        "X/B has no XTests/BTests, and no line says who tests it",
        "X/E has two lines",
        "XTests/LostTests holds units and does not exist",
        "X/Gone has a line and is no unit",
      ])
  }

  @Test func `a function that nobody calls is found`() {
    let planted = Sources([
      "Sources/X/A.swift": """
      struct A {
        func used() {}
        /// dead
        func dead() { print("dead") }
        public func forUsers() {}
        private enum CodingKeys: String, CodingKey { case a }
      }
      """,
      "Sources/X/B.swift": "let a = A().used(); print(a)",
    ])
    #expect(planted.unusedDeclarations == ["Sources/X/A.swift: dead"])
  }

  @Test func `a long comment is found, and a long string is no fault`() {
    let long = String(repeating: "x", count: 98)
    let planted = Sources(["A.swift": "  // \(long)\nlet x = \"// \(long)\"\n// \(long.dropLast())"]
    )
    #expect(planted.longComments == ["A.swift:1"])
  }

  @Test func `a banned name is found`() {
    let planted = Sources(["A.swift": "struct FileHelper {}\nstruct Rerunner {}\nenum Run {}"])
    #expect(planted.ambiguousTypes == ["A.swift: FileHelper", "A.swift: Run"])
  }
}
