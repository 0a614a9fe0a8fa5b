import ArgumentParser
import BarLakeBytes
import BarLakeCommandSupport
import BarLakeConformanceRunning

/// `barlake-conform new`: a case to fill in.
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Make the folder of a new case, which fails until it is filled in.",
    discussion: """
      Then: write the rule that it asserts and the input, propose the table with golden propose, \
      look at it, accept it, and run the case.
      """)

  @Argument(help: ArgumentHelp("The id: an area, a point and a name.", valueName: "area.slug"))
  var id: String

  @OptionGroup var suiteOptions: SuiteOptions

  func validate() throws {
    let parts = id.parts(separatedBy: ".")
    let isPlain = parts.allSatisfy { part in
      !part.isEmpty
        && part.utf8.allSatisfy {
          (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
        }
    }
    if parts.count != 2 || !isPlain {
      throw ValidationError("An id is area.slug, of small letters, digits and hyphens.")
    }
  }

  func run() throws {
    do {
      let parts = id.parts(separatedBy: ".")
      let folder = "\(try suiteOptions.folder())/cases/\(parts[0])/\(parts[1])"
      guard try FileSystem.status(folder) == nil else {
        throw Refusal("\(folder) is there already")
      }
      let suite = try suiteOptions.load()
      guard suite.cases.contains(where: { $0.area.isSame(as: parts[0]) }) else {
        throw Refusal("there is no area \(parts[0])")
      }
      _ = try FileSystem.createDirectories(folder)
      try FileSystem.write(Array(skeleton(suite.version).utf8), to: "\(folder)/case.json")
      try FileSystem.write(Array(Self.input.utf8), to: "\(folder)/in.csv")
      try FileSystem.write(Array(Self.table.utf8), to: "\(folder)/expected.ndjson")
      try Console.write(
        """
        \(folder)
        Write its title, rule and input there; then: barlake-conform golden propose \(id)

        """)
    } catch {
      throw ExitCode.suite(error)
    }
  }

  private func skeleton(_ version: String) -> String {
    """
    {
      "id": "\(id)",
      "since": "\(version)",
      "level": "must",
      "title": "What the case shows, as a sentence",
      "clauses": {"asserts": ["RULE-0.0"], "touches": []},
      "requires": ["stocks_daily"],
      "steps": [
        {"op": "ingest", "data_type": "stocks_daily", "date": "2024-01-02", "input": "in.csv", \
    "config": {}}
      ],
      "expect": {
        "status": "success",
        "tree": {"stocks_daily/year=2024/month=01/date=2024-01-02.parquet": "expected.ndjson"}
      },
      "provenance": {"class": "hand", "oracle": "agrees"}
    }

    """
  }

  private static let input = """
    ticker,volume,open,close,high,low,window_start,transactions
    A,1,1,1,1,1,1704171600000000000,1

    """

  /// A table of another column than any file has, so that nothing passes by accident.
  private static let table = """
    {"columns":[{"name":"fill this in","type":"string"}]}

    """
}
