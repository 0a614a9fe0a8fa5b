import ArgumentParser
import BarLake
import BarLakeBytes
import BarLakeCommandSupport
import BarLakeSync
import Foundation

/// `barlake run-task`: carries out a plan, or a part of it.
struct RunTaskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run-task",
    abstract: "Carry out a plan of barlake plan, or a part of it.",
    discussion: """
      Without --index and --shard, the part is that of the scheduler's variables: \
      SLURM_ARRAY_TASK_ID and _COUNT, JOB_COMPLETION_INDEX (with --shards), \
      AWS_BATCH_JOB_ARRAY_INDEX and _SIZE, or SGE_TASK_ID and _LAST; without these it is the whole \
      plan. Every part may be run again and at the same time as others: a date that is done is \
      skipped. A file that is not the one of the plan any more is the error object_replaced; a new \
      plan helps. Exit status: 0 if all dates of the part are done; 75 if only trying again later \
      may help; 1 after another error; 64 for a wrong command line; 129, 130 or 143 after an \
      interruption; any other is a failure, too.
      """)

  @Option(help: "The plan. It is only read.", completion: .file())
  var plan: String

  @Option(parsing: .unconditional, help: "Only the task with this number, from 0.")
  var index: Int?

  @Option(help: "Only the part I of N parts, such as 1/4.")
  var shard: String?

  @Option(
    parsing: .unconditional,
    help: "The number of parts, if the scheduler's variables say only which part this is.")
  var shards: Int?

  @Option(help: "The lake's directory (default: that of the plan).", completion: .directory)
  var lake: String?

  @OptionGroup var running: RunningOptions

  @OptionGroup var config: ConfigOptions

  func validate() throws {
    if index != nil, shard != nil {
      throw ValidationError("--index and --shard cannot be used together.")
    }
    if shards != nil, index != nil || shard != nil {
      throw ValidationError("--shards is for the variables of a scheduler.")
    }
    if let shards, shards < 1 { throw ValidationError("--shards is a number of at least 1.") }
    if plan.isEmpty { throw ValidationError("--plan is empty.") }
    if lake?.isEmpty == true { throw ValidationError("--lake is empty.") }
  }

  func run() throws {
    let cancellation = Cancellation()
    cancellation.cancelOnInterrupt()
    let printer = ResultPrinter(isJSON: running.json, isQuiet: running.quiet)
    let (file, tasks) = try printer.result(cancellation) { () throws(IngestError) in
      let part = try part()
      let file = try PlanFile(path: plan)
      return (file, try part.tasks(of: file.tasks))
    }
    let source = try source(file.header.source, printer, cancellation)
    defer { source.shutdown(cancellation) }
    var work = file.header.work
    if let lake { work.lake = lake }
    let (_, status) = try SyncBatch(
      tasks,
      with: TaskRunner(
        work, from: source, atOnce: running.jobs, takesReplaced: false,
        cancellation: cancellation),
      countedIn: SyncTally(), options: running, printer: printer, cancellation: cancellation
    ).run()
    if status != .success { throw status }
  }

  private func part() throws(IngestError) -> Shard {
    if let index { return .index(index) }
    if let shard { return try Shard(text: shard) }
    let variables = ProcessInfo.processInfo.environment
    if let part = try Shard(variables: variables, count: shards) { return part }
    if let shards {
      throw IngestError(
        code: .invalidArgument, token: "\(shards)",
        message: "--shards is for the variables of a scheduler, and none is set; choose a part "
          + "with --shard I/\(shards)")
    }
    return .all
  }

  /// The source of the plan, with this machine's credentials.
  private func source(
    _ planned: PlanHeader.Source, _ printer: ResultPrinter, _ cancellation: Cancellation
  ) throws(ExitCode) -> FlatFileSource {
    switch planned {
    case .folder(let path): return .folder(FolderSource(root: path))
    case .bucket(let place):
      let source = try config.bucketSource(printer, cancellation)
      guard source.place == place else {
        // Keys and tags are those of one bucket, and a request is signed for it.
        try printer.print(
          .invalidArgument(
            "the bucket of the configuration", "\(source.place.endpoint)/\(source.place.bucket)",
            "that of the plan, \(place.endpoint)/\(place.bucket) (--endpoint, --bucket)"))
        throw .failure
      }
      return .bucket(source)
    }
  }
}
