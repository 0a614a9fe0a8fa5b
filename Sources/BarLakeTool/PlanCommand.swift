import ArgumentParser
import BarLake
import BarLakeBytes
import BarLakeCommandSupport
import BarLakeSync

/// `barlake plan`: prints which dates a lake lacks of those that a source has.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Print which dates a lake lacks, or has from an earlier file, as lines of JSON.",
    discussion: """
      The plan is the difference between what the source lists and the manifests of the lake. Each \
      date to ingest is a line, which says why: missing, reissued (done, and its file is another \
      now; with --on-existing update) or forced (with --on-existing overwrite). Other lines are \
      about files that were reissued and stay, days without a file, and files that no ingestor \
      reads. barlake run-task carries out a plan, or a part of it. Exit status: 0, 75 if only \
      trying again later may help, 1 after another error, 64 for a wrong command line; any other \
      is a failure, too.
      """)

  @OptionGroup var options: SyncOptions

  func run() throws {
    let cancellation = Cancellation()
    cancellation.cancelOnInterrupt()
    let printer = ResultPrinter(isJSON: false)
    let request = try printer.result(cancellation) { () throws(IngestError) in
      try options.request(today: .today, cancellation)
    }
    let source = try options.flatFiles(printer, cancellation)
    defer { source.shutdown(cancellation) }
    let plan = try options.plan(request, from: source, printer, cancellation)
    for note in plan.notes { printer.tell("note: \(note)") }
    try Console.write(PlanFile.lines(plan).map { $0 + "\n" }.joined())
  }
}
