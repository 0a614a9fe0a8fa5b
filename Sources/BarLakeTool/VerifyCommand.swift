import ArgumentParser
import BarLake
import BarLakeBytes
import BarLakeCommandSupport
import LakeInspection

/// `barlake verify`: checks every file of a lake.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Read every file of a lake and check everything that it states.",
    discussion: """
      Each page is decoded, its checksum and statistics are computed again, and files, manifests \
      and settings are compared. Dates that are being ingested are skipped. To repair a damaged \
      date, ingest it again with --on-existing overwrite. Exit status: 0 if nothing is wrong, 1 \
      if there are findings (one line each), 130 after Ctrl-C. A difference that comes from an \
      earlier version of the specification is a note, not a finding.
      """)

  @Argument(help: "The lake's directory.")
  var lake: String

  @Option(help: "Only this data type.", completion: .choices(MarketDataType.self))
  var type: String?

  @Option(help: "Only this date, YYYY-MM-DD; it is a finding if the lake lacks it.")
  var date: String?

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let cancellation = Cancellation()
    cancellation.cancelOnInterrupt()
    let printer = ResultPrinter(isJSON: json)
    let verification = try printer.result(cancellation) { () throws(IngestError) in
      try LakeVerifier(
        root: lake, dataType: type, date: date, cancellation: cancellation,
        progress: Self.progress(on: printer.bar)
      ).verify()
    }
    try printer.print(verification, lines: Self.lines)
    if !verification.isClean { throw ExitCode.failure }
  }

  /// Shows how far the check is; nil without a place for it.
  private static func progress(
    on bar: ProgressBar?
  ) -> (@Sendable (LakeVerificationProgress) -> Void)? {
    guard let bar else { return nil }
    return { progress in bar.show { progress.text } }
  }

  /// One line per finding, one line per note, and a last line with the numbers of what was checked.
  private static func lines(_ verification: LakeVerification) -> [String] {
    let findings = verification.findings.map { "\($0.path): \($0.problem)".escapingControls }
    let notes = verification.notes.map { note in
      let dates = note.first == note.last ? "\(note.first)" : "\(note.first) to \(note.last)"
      return "note: \(note.dataType.rawValue), \(Text.count(note.dateCount, "date")), \(dates): "
        + note.difference
    }
    let parts = [
      Text.count(verification.findings.count, "finding"),
      Text.count(verification.dateCount, "date"), Text.count(verification.fileCount, "file"),
      Text.count(verification.rowCount, "row"),
      ByteCountText.text(verification.byteCount),
    ]
    let skipped = Text.count(verification.inProgressCount, "date") + " in progress"
    let all = parts + (verification.inProgressCount > 0 ? [skipped] : [])
    return findings + notes + [all.joined(separator: ", ")]
  }
}
