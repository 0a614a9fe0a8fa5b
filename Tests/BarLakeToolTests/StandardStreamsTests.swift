import BarLake
import BarLakeBytes
import Testing

/// What becomes of the command where its standard streams are closed, full or left.
@Suite struct StandardStreamsTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
  }

  /// Runs a line of the shell, in which `barlake` is the command and `ingest` begins an ingest.
  private func shell(_ line: String) async throws -> Command.Outcome {
    let setup = """
      barlake() { "\(Command.barlake.path)" "$@"; }
      ingest() { barlake ingest --type stocks_daily --lake lake "$@"; }
      """
    return try await Command(path: "/bin/sh").run(["-c", "\(setup)\n\(line)"], in: place.path)
  }

  @Test(.timeLimit(.minutes(1)), arguments: IngestCommandTests.engines)
  func `a closed standard input cannot be read`(_ engine: String) async throws {
    let outcome = try await shell("ingest --engine \(engine) --date 2024-01-02 - <&-")
    #expect(outcome.status == 1)
    #expect(
      outcome.error
        == "2024-01-02  io_error: read standard input: Bad file descriptor (errno 9)\n")
    #expect(try place.files() == [])
    let detect = try await shell("barlake schema detect - <&-")
    #expect(detect.status == 1)
  }

  @Test(arguments: [
    (">/dev/full", "No space left on device (errno 28)"),
    (">&-", "Bad file descriptor (errno 9)"),
  ])
  func `results that cannot be written are an error, but what was ingested stays`(
    _ redirection: String, _ reason: String
  ) async throws {
    for form in ["", "--json"] {
      let outcome = try await shell(
        "ingest \(form) --on-existing overwrite 2024-01-02.csv 2024-01-03.csv.gz \(redirection)")
      #expect(outcome.status == 1)
      let message = "write standard output: \(reason)\n"
      let told = outcome.error.dropping(prefix: message + message)
      // The sum of the batch is on standard error, where results are for people.
      #expect(form.isEmpty ? told?.hasPrefix("2 dates: 2 ingested, ") == true : told == "")
      #expect(try place.files() == ["2024-01-02", "2024-01-03"].map(Workplace.file))
    }
    for command in [
      "schema stocks_daily", "schema --json stocks_daily", "schema detect 2024-01-02.csv",
      "schema detect --json 2024-01-02.csv", "inspect lake/\(Workplace.file("2024-01-02"))",
      "inspect --json lake/\(Workplace.file("2024-01-02"))",
    ] {
      let outcome = try await shell("barlake \(command) \(redirection)")
      #expect(outcome.status == 1, "\(command)")
      #expect(outcome.error == "write standard output: \(reason)\n", "\(command)")
    }
  }

  @Test func `a reader that goes away stops nothing`() async throws {
    let outcome = try await shell(
      "{ sleep 0.2; ingest 2024-01-02.csv 2024-01-04.csv 2024-01-03.csv.gz; echo $? >status; } | :")
    #expect(outcome.error.hasPrefix("2024-01-04  bad_number"))
    #expect(try place.files() == ["2024-01-02", "2024-01-03"].map(Workplace.file))
    try await #expect(shell("cat status").output == "1\n")
    let succeeding = try await shell(
      "{ sleep 0.2; ingest --json 2024-01-02.csv; echo $? >status; } | :; cat status")
    #expect(succeeding.output == "0\n")
  }

  @Test func `nobody has to hear the messages`() async throws {
    let outcome = try await shell("ingest 2024-01-04.csv 2024-01-02.csv <&- >&- 2>&-")
    #expect(outcome == Command.Outcome(status: 1, output: "", error: ""))
    #expect(try place.files() == [Workplace.file("2024-01-02")])
  }

  @Test func `a name that is not UTF-8 is refused with a way out`() async throws {
    let outcome = try await shell(
      #"name=$(printf '2024-01-02.\377'); cp 2024-01-02.csv "$name"; ingest "$name""#)
    #expect(outcome.status == 64)
    #expect(
      outcome.error.contains("is not UTF-8. To ingest a file with such a name, use standard"))
    try await #expect(shell("ingest --date 2024-01-02 - <2024-01-02.csv").status == 0)
    for arguments in [
      "status lake", "verify lake", "inspect lake", "ingest --symbols A,", "schema detect ",
      "ingest 2024-01-02.csv --extra-columns a:int64,",
    ] {
      let outcome = try await shell("barlake \(arguments)$(printf '\\377')")
      #expect(outcome.status == 64, "\(arguments)")
      #expect(outcome.error.contains("is not UTF-8"), "\(arguments)")
    }
    // A replacement character is a character like others.
    try await #expect(
      shell("cp 2024-01-02.csv 2024-02-02.\u{FFFD}; ingest 2024-02-02.\u{FFFD}").status == 0)
  }

  @Test func `a limit of the size of files is an error like a full disk`() async throws {
    try await #expect(shell("ingest 2024-01-02.csv").status == 0)
    let outcome = try await shell(
      "ulimit -f 0; ingest --on-existing overwrite 2024-01-02.csv")
    #expect(outcome.status == 1)
    #expect(outcome.error.contains("io_error: write .barlake/"))
    #expect(outcome.error.hasSuffix("File too large (errno 27)\n"))
    #expect(try place.staged() == [])
    try await #expect(shell("barlake verify lake").status == 0)
  }

  @Test func `symbols may come from a pipe`() async throws {
    let outcome = try await shell(
      "printf 'SPY\\nA\\n' | ingest --symbols-file /dev/stdin 2024-01-02.csv")
    #expect(outcome.output.contains("2 rows"))
  }
}
