package import BarLakeAdapterProtocol
package import BarLakeBytes
package import BarLakeConformanceKit
internal import Subprocess

#if canImport(System)
  internal import System
#else
  internal import SystemPackage
#endif

/// An adapter in a process of its own, which leads a group of its own.
///
/// It is used by one thread. A process that broke down is of no use any longer: end it, and start
/// another.
package final class AdapterProcess: AdapterConnection {
  /// How long things may take, in seconds.
  package struct Deadlines: Sendable {
    /// From the start to `ready`: interpreters load their libraries.
    package var start = 60.0
    package var reply = 30.0
    /// From `bye` to the end.
    package var end = 5.0

    package init() {}

    /// These on a machine that is so many times slower.
    package func scaled(by factor: Double) -> Deadlines {
      var scaled = self
      scaled.start *= factor
      scaled.reply *= factor
      scaled.end *= factor
      return scaled
    }
  }

  /// The adapter could not be started: the command is wrong, not the implementation.
  package struct StartFailure: Error, CustomStringConvertible {
    package var description: String
  }

  /// What is known of the process by the task that waits for it.
  private enum State {
    case starting
    case running(Int32)
    case ended(TerminationStatus)
    case failed(String)
  }

  /// The adapter's working directory, to which paths in requests are relative.
  package let folder: String
  package let deadlines: Deadlines
  /// What the adapter said of itself.
  package private(set) var ready = Ready(
    adapter: Ready.Program(name: "", version: ""), engine: Ready.Program(name: "", version: ""),
    supports: [])
  /// The lines that went to and fro since ``forgetLines()``, as they were sent.
  package private(set) var lines: [UInt8] = []

  private let cancellation: Cancellation?
  private var streams: ChildStreams
  private let group: ProcessGroup
  private let state: Monitor<State>
  /// The working directory after the greeting, as the system names it.
  private var startDirectory: String?
  private var peak: GroupPeak
  private var isPeakKnown = false
  /// The memory of the group before the first run, or after it settled last.
  private var settledByteCount: Int?
  /// By how many bytes a group grows before it is asked to settle: that may take longer than a run
  /// (a tenth of a second in Python with large libraries).
  private static let settlingGrowth = 16 << 20
  private static let keptLineByteCount = 1 << 20

  /// Starts `command` in `folder`, which must exist, and greets it. Standard error is appended to
  /// the file `errorPath`.
  ///
  /// Throws ``StartFailure`` where there is no such program, and `Breakdown` where it does not
  /// answer the greeting as the protocol says.
  package init(
    _ command: AdapterCommand, in folder: String, errorPath: String, suite: String,
    deadlines: Deadlines, cancellation: Cancellation? = nil
  ) throws {
    self.cancellation = cancellation
    self.folder = folder
    self.deadlines = deadlines
    streams = try ChildStreams()
    let mark = "BARLAKE_CONFORMANCE_PROCESS=\(FileSystem.randomIdentifier())"
    let state = Monitor<State>(.starting)
    self.state = state
    let (input, output) = (streams.childInput, streams.childOutput)
    Self.start(command, in: folder, input, output, errorPath: errorPath, mark: mark, state)
    let started: Result<Int32, StartFailure> = state.waitFor { state in
      switch state {
      case .starting: nil
      case .running(let number): .success(number)
      // It ended before we looked; its streams tell.
      case .ended: .success(0)
      case .failed(let problem): .failure(StartFailure(description: problem))
      }
    }
    group = ProcessGroup(leader: try started.get(), mark: mark)
    peak = GroupPeak(of: group)
    do {
      try greet(suite: suite)
    } catch {
      kill()
      throw error
    }
  }

  deinit { kill() }

  /// Starts the process and leaves a task that waits for its end.
  private static func start(
    _ command: AdapterCommand, in folder: String, _ input: Int32, _ output: Int32,
    errorPath: String, mark: String, _ state: Monitor<State>
  ) {
    let parts = mark.parts(separatedBy: "=")
    Task.detached {
      do {
        var options = PlatformOptions()
        options.processGroupID = 0
        let program = command.words[0]
        let errors = try FileDescriptor.open(
          FilePath(errorPath), .writeOnly, options: [.append, .create],
          permissions: FilePermissions(rawValue: 0o644))
        let result = try await Subprocess.run(
          program.utf8.contains(UInt8(ascii: "/"))
            ? .path(FilePath(program)) : .name(program),
          arguments: Arguments(Array(command.words.dropFirst())),
          environment: .inherit.updating([
            Environment.Key(stringLiteral: parts[0]): parts[1], "PYTHONDONTWRITEBYTECODE": "1",
          ]),
          workingDirectory: FilePath(folder), platformOptions: options,
          input: .fileDescriptor(
            FileDescriptor(rawValue: input), closeAfterSpawningProcess: true),
          output: .fileDescriptor(
            FileDescriptor(rawValue: output), closeAfterSpawningProcess: true),
          error: .fileDescriptor(errors, closeAfterSpawningProcess: true)
        ) { execution in
          let number = execution.processIdentifier.value
          state.withLock { $0 = .running(number) }
        }
        let status = result.terminationStatus
        state.withLock { $0 = .ended(status) }
      } catch {
        let problem = "\(command.words[0]) cannot be started: \(error)"
        state.withLock { $0 = .failed(problem) }
      }
    }
  }

  private func greet(suite: String) throws {
    let deadline = MonotonicClock.seconds() + deadlines.start
    let line = try send(try AdapterProtocol.line(Hello(suite: suite)), until: deadline)
    do {
      ready = try AdapterProtocol.message(Ready.self, from: line)
    } catch {
      throw Breakdown(.protocol, "the answer to hello is not one: \(error): \(Self.shown(line))")
    }
    if ready.protocolVersion != AdapterProtocol.version {
      throw Breakdown(.protocol, "the adapter chose the version \(ready.protocolVersion)")
    }
    startDirectory = group.workingDirectory
  }

  package func outcome(of operation: Request.Operation) throws(Breakdown) -> Reply.Outcome {
    // Nothing can be learnt from an id.
    let id = FileSystem.randomIdentifier()
    let deadline = MonotonicClock.seconds() + deadlines.reply
    let request: [UInt8]
    do {
      request = try AdapterProtocol.line(Request(id: id, operation: operation))
    } catch {
      throw Breakdown(.protocol, "the request cannot be written: \(error)")
    }
    let line = try send(request, until: deadline)
    let reply: Reply
    do {
      reply = try AdapterProtocol.message(Reply.self, from: line)
    } catch {
      throw Breakdown(.protocol, "a line that is not a reply: \(error): \(Self.shown(line))")
    }
    guard reply.id.isSame(as: id) else {
      throw Breakdown(.protocol, "the reply has the id \(reply.id), the request \(id)")
    }
    if case .unsupported(let feature) = reply.outcome, ready.supports.contains(feature) {
      throw Breakdown(
        .protocol, "\(feature.rawValue) is listed in supports and answered with unsupported")
    }
    return reply.outcome
  }

  /// Writes one line and reads one.
  private func send(_ line: [UInt8], until deadline: Double) throws(Breakdown) -> [UInt8] {
    let exchanged: Result<[UInt8], Breakdown>
    do throws(SystemError) {
      exchanged = try exchange(line, until: deadline)
    } catch {
      exchanged = .failure(Breakdown(.crash, "\(error)"))
    }
    return try exchanged.get()
  }

  private func exchange(
    _ line: [UInt8], until deadline: Double
  ) throws(SystemError) -> Result<[UInt8], Breakdown> {
    func broken(_ kind: Breakdown.Kind, _ problem: String) -> Result<[UInt8], Breakdown> {
      .failure(Breakdown(kind, problem))
    }
    let unasked = try streams.unreadBytes()
    if !unasked.isEmpty { return broken(.protocol, "unasked: \(Self.shown(unasked))") }
    keep(line)
    if try streams.write(line, until: deadline) == .timedOut {
      return broken(.timeout, "the request was not read")
    }
    let limit = AdapterProtocol.replyByteLimit
    switch try readLine(limit: limit, until: deadline) {
    case .line(let reply):
      keep(reply + [UInt8(ascii: "\n")])
      return .success(reply)
    case .tooLong: return broken(.protocol, "a line of more than \(limit) bytes")
    case .timedOut: return broken(.timeout, "no reply in time")
    case .ended(let rest):
      keep(rest)
      return broken(.crash, ending(rest))
    }
  }

  /// Reads a line, and notices an interruption, and that the process ended while another process
  /// holds its standard output.
  private func readLine(
    limit: Int, until deadline: Double
  ) throws(SystemError) -> ChildStreams.Line {
    while true {
      let hasEnded = termination != nil
      let soon = min(deadline, MonotonicClock.seconds() + 0.05)
      let line = try streams.readLine(limit: limit, until: soon)
      guard line == .timedOut else { return line }
      if hasEnded { return .ended([]) }
      if soon == deadline || isInterrupted { return .timedOut }
    }
  }

  /// How the process ended, if it did.
  private var termination: TerminationStatus? {
    state.withLock { if case .ended(let status) = $0 { status } else { nil } }
  }

  /// How the process ended, if it does within so many seconds and nobody interrupts us.
  private func termination(within seconds: Double) -> TerminationStatus? {
    let deadline = MonotonicClock.seconds() + seconds
    while true {
      if let status = termination { return status }
      if MonotonicClock.seconds() > deadline || isInterrupted { return nil }
      MonotonicClock.wait(seconds: 0.002)
    }
  }

  private var isInterrupted: Bool { cancellation?.isCancelled == true }

  /// What happened to the process, after its standard output ended.
  private func ending(_ rest: [UInt8]) -> String {
    guard let status = termination(within: 1) else { return "standard output was closed" }
    return "the process ended \(status.phrase)"
      + (rest.isEmpty ? "" : ", after the beginning of a line: \(Self.shown(rest))")
  }

  /// Says `bye` and awaits the end; what is left of the group is ended. Throws where the reply is
  /// none, and where the process does not end by itself, with 0.
  package func end() throws(Breakdown) {
    defer { kill() }
    let outcome = try outcome(of: .bye)
    guard case .success = outcome else {
      throw Breakdown(.protocol, "bye is answered with \(outcome)")
    }
    switch termination(within: deadlines.end) {
    case .exited(0): break
    case .some(let status):
      throw Breakdown(.crash, "the process ended \(status.phrase) after bye")
    case nil: throw Breakdown(.timeout, "the process did not end after bye")
    }
  }

  /// Ends all processes of the group.
  package func kill() {
    if group.leader > 0 { group.kill() }
  }

  /// What is wrong with where the process works, if anything is: paths in requests are relative to
  /// its working directory.
  package var misplacement: String? {
    guard let started = startDirectory, let current = group.workingDirectory,
      !current.isSame(as: started)
    else { return nil }
    return "the adapter changed its working directory to \(current)"
  }

  /// Forgets the most memory that the group has had so far; see ``peakByteCount()``. An adapter
  /// that has grown is asked to settle first, so that a peak is not what went before.
  package func beginPeak() throws(Breakdown) {
    isPeakKnown = peak.begin()
    guard isPeakKnown, let now = peak.byteCount() else { return }
    let settled = settledByteCount ?? now
    settledByteCount = settled
    if now - settled > Self.settlingGrowth {
      _ = try outcome(of: .settle)
      isPeakKnown = peak.begin()
      settledByteCount = peak.byteCount()
    }
  }

  /// The most memory that the group has had since ``beginPeak()``, in bytes, or nil where the
  /// system does not say.
  package func peakByteCount() -> Int? { isPeakKnown ? peak.byteCount() : nil }

  /// A meter of the memory of the group.
  package func meter() -> MemoryMeter { MemoryMeter(of: group) }

  /// Limits what each process of the group may take of memory beyond what it has. Returns whether
  /// the system did so.
  package func limitGrowth(to byteCount: Int) -> Bool { peak.limitGrowth(to: byteCount) }

  package func forgetLines() { lines = [] }

  private func keep(_ line: [UInt8]) {
    if lines.count < Self.keptLineByteCount { lines += line.prefix(Self.keptLineByteCount) }
  }

  private static func shown(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes.prefix(200), as: UTF8.self).escapingControls
    return "\"\(text)\"" + (bytes.count > 200 ? "…" : "")
  }
}

extension TerminationStatus {
  /// `with status 3`, `by signal 11`.
  fileprivate var phrase: String {
    switch self {
    case .exited(let status): "with status \(status)"
    case .signaled(let signal): "by signal \(signal)"
    }
  }
}
