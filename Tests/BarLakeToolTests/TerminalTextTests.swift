import BarLake
import BarLakeAdapterProtocol
import BarLakeBytes
import BarLakeConformanceKit
import BarLakeTestSupport
import Testing

/// What comes from a file, a name or an argument, and is shown: no character of it is a command for
/// a terminal.
@Suite struct TerminalTextTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
  }

  /// ESC, CSI in one character, a right-to-left override, and a line end that begins a line of its
  /// own.
  private static let attack = "\u{1B}[31m\u{9B}1A\u{202E}\rError: all is well"

  /// A check that nothing of the kind is in what the command says, and that the attack was shown.
  private func expectHarmless(_ outcome: Command.Outcome, _ what: String) {
    for text in [outcome.output, outcome.error] {
      let isHarmless = text.unicodeScalars.allSatisfy {
        $0 == "\n" || $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && $0 != "\u{202E}"
      }
      #expect(isHarmless, "\(what): \(text.debugDescription)")
    }
    let isShown = (outcome.output + outcome.error).contains { "\\".contains($0) }
    #expect(isShown, "\(what) shows nothing of it: \(outcome.output)\(outcome.error)")
  }

  @Test func `arguments that the argument parser repeats are shown, not obeyed`() async throws {
    let attack = Self.attack
    let commands = [
      ["--\(attack)"], [attack],
      ["ingest", "--type", "stocks_daily", "--lake", "lake", "--\(attack)", "2024-01-02.csv"],
      ["ingest", "--type", "stocks_daily", "--lake", "lake", "--engine", attack, "2024-01-02.csv"],
      ["verify", "lake", attack], ["--generate-completion-script", attack],
    ]
    for command in commands {
      let outcome = try await Command.barlake.run(command, in: place.path)
      #expect(outcome.status == 64, "\(command)")
      expectHarmless(outcome, "\(command)")
      let lines = outcome.error.split(separator: "\n")
      #expect(lines.count { $0.hasPrefix("Error: ") } == 1, "\(outcome.error)")
    }
    let input = try await place.ingest(attack)
    #expect(input.status == 1)
    expectHarmless(input, "an input without a date")
    // A line end in an argument begins no line.
    let spoof = try await place.run("ingest", "--x\nError: all is well")
    #expect(spoof.error.split(separator: "\n").count { $0.hasPrefix("Error: ") } == 1)
  }

  @Test func `help and the version are as they were`() async throws {
    let help = try await place.run("--help")
    #expect(help.status == 0 && help.error == "" && help.output.contains("\nSUBCOMMANDS:\n"))
    let version = try await place.run("--version")
    #expect(version.status == 0 && version.output == BarLakeVersion.version + "\n")
    let usage = try await place.run("inspect")
    #expect(usage.status == 64 && usage.output == "")
    #expect(usage.error.hasPrefix("Error: Missing expected argument '<file>'\n"))
    #expect(usage.error.contains("\nUsage: barlake inspect <file> [--json]\n"))
    #expect(usage.error.hasSuffix("See 'barlake inspect --help' for more information.\n"))
  }

  @Test func `values of options are shown, not obeyed`() async throws {
    let attack = Self.attack
    let options = [
      ["--date", attack], ["--profile", attack], ["--threads", attack],
      ["--extra-columns", attack],
      ["--extra-columns", "x:\(attack)"], ["--on-existing", attack], ["--symbols-file", attack],
      ["--partition-by", attack], ["--max-memory-gb", attack], ["--fractional-volume", attack],
    ]
    for json in [[], ["--json"]] {
      for option in options {
        let outcome = try await Command.barlake.run(
          ["ingest", "--type", "stocks_daily", "--lake", "lake"] + option + json
            + ["2024-01-02.csv"],
          in: place.path)
        #expect(outcome.status == 1, "\(option)")
        expectHarmless(outcome, "\(option)")
        if !json.isEmpty { #expect(try Workplace.objects(outcome.output).count == 1) }
      }
      for command in [
        ["ingest", "--type", attack, "--lake", "lake", "2024-01-02.csv"],
        [
          "ingest", "--type", "stocks_daily", "--lake", attack + String(repeating: "x", count: 300),
          "2024-01-02.csv",
        ],
        ["status", attack], ["verify", attack], ["verify", ".", "--type", attack],
        ["schema", attack], ["schema", "stocks_daily", "--profile", attack],
        ["schema", "detect", attack], ["inspect", attack],
      ] {
        let outcome = try await Command.barlake.run(command + json, in: place.path)
        #expect(outcome.status == 1, "\(command)")
        expectHarmless(outcome, "\(command)")
        if !json.isEmpty { #expect(try Workplace.objects(outcome.output).count == 1) }
      }
    }
  }

  @Test func `texts of a flat file are shown, not obeyed`() async throws {
    let attack = Self.attack
    let name = "x\(attack)"
    let header = "ticker,volume,open,close,high,low,window_start,transactions"
    let files = [
      "\"\(name)\"\n", "\(header),\"\(name)\"\n\(name)\n",
      "\(header)\n\"\(name)\",\"\(name)\",1,1,1,1,1704171600000000000,1\n",
    ]
    for (number, file) in files.enumerated() {
      try place.put(Array(file.utf8), at: "2024-02-0\(number + 1).csv")
      for json in [[], ["--json"]] {
        let outcome = try await Command.barlake.run(
          ["ingest", "--type", "stocks_daily", "--lake", "lake"] + json
            + ["2024-02-0\(number + 1).csv"],
          in: place.path)
        #expect(outcome.status == 1)
        if number != 1 { expectHarmless(outcome, "file \(number)") }
      }
    }
    try place.put(
      Array("\(header),\"\(name)\"\nA,1,1,1,1,1,1704171600000000000,1,z\n".utf8),
      at: "2024-02-04.csv")
    for json in [[], ["--json"]] {
      let outcome = try await Command.barlake.run(
        ["schema", "detect"] + json + ["2024-02-04.csv"], in: place.path)
      #expect(outcome.status == 0)
      expectHarmless(outcome, "schema detect")
      if !json.isEmpty {
        let names = try Workplace.objects(outcome.output).compactMap { $0["name"] }
        #expect(names.last == .string(name))
      }
    }
  }

  @Test func `names of files in a lake are shown, not obeyed`() async throws {
    let attack = Self.attack.replacing("/", with: "")
    #expect(try await place.ingest("2024-01-02.csv").status == 0)
    try place.put([1], at: "lake/stocks_daily/\(attack).parquet")
    try FileSystem.createDirectories(
      "\(place.path)/lake/.barlake/staging/stocks_daily.2024-01-03.\(attack)")
    for (command, status) in [("status", Int32(0)), ("verify", 1)] {
      for json in [[], ["--json"]] {
        let outcome = try await Command.barlake.run([command, "lake"] + json, in: place.path)
        #expect(outcome.status == status)
        expectHarmless(outcome, command)
        if !json.isEmpty { #expect(try Workplace.objects(outcome.output).count == 1) }
      }
    }
  }

  @Test func `what a Parquet file says of itself is shown, not obeyed`() async throws {
    try place.put(try Self.parquet(Self.attack), at: "x.parquet")
    for json in [[], ["--json"]] {
      let outcome = try await Command.barlake.run(["inspect", "x.parquet"] + json, in: place.path)
      #expect(outcome.status == 0, "\(outcome.error)")
      expectHarmless(outcome, "inspect")
      if json.isEmpty {
        #expect(outcome.output.contains("Written by \\u{1b}[31m"))
      } else {
        let report = try #require(Workplace.objects(outcome.output).first)
        #expect(report["created_by"] == .string(Self.attack))
      }
    }
  }

  @Test func `a file that is no Parquet file is named by inspect`() async throws {
    try place.put(Array("PAR1".utf8) + [UInt8](repeating: 0, count: 20), at: "cut.parquet")
    let cut = try await place.run("inspect", "cut.parquet")
    #expect(cut.status == 1)
    #expect(cut.error.contains("cut off or incomplete"))
    let gzip = try await place.run("inspect", "2024-01-03.csv.gz")
    #expect(gzip.error.contains("this is not a Parquet file, but gzip"))
  }

  /// A file without rows, in which every text is `text`; made by hand, since no writer would.
  private static func parquet(_ text: String) throws -> [UInt8] {
    func binary(_ text: String) -> [UInt8] {
      let bytes = Array(text.utf8)
      precondition(bytes.count < 128)
      return [UInt8(bytes.count)] + bytes
    }
    // SchemaElement: the root with one child, and a leaf of BYTE_ARRAY.
    let root: [UInt8] = [0x48] + binary(text) + [0x15, 2, 0]
    let leaf: [UInt8] = [0x15, 12, 0x25, 2, 0x18] + binary(text) + [0]
    let entry: [UInt8] = [0x18] + binary(text) + [0x18] + binary(text) + [0]
    // FileMetaData: version, schema, num_rows, row_groups, key_value_metadata, created_by.
    let footer: [UInt8] =
      [0x15, 2, 0x19, 0x2C] + root + leaf + [0x16, 0, 0x19, 0x0C, 0x19, 0x1C] + entry
      + [0x18] + binary(text) + [0]
    let length = (0..<4).map { UInt8(truncatingIfNeeded: footer.count >> ($0 * 8)) }
    return Array("PAR1".utf8) + footer + length + Array("PAR1".utf8)
  }
}
