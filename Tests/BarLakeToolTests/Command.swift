import BarLakeTestSupport
import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// An executable of this package, run as a process.
struct Command: Sendable {
  /// What came of a process.
  struct Outcome: Sendable, Equatable {
    /// The exit status; nil if a signal ended the process.
    var status: Int32?
    var output: String
    var error: String

    var lines: [Substring] { output.split(separator: "\n") }
  }

  static let barlake = Command(name: "barlake")

  let path: String

  init(path: String) {
    self.path = path
  }

  init(name: String) {
    self.init(path: "\(Products.folder)/\(name)")
  }

  private func configuration(
    _ arguments: [String], in folder: String, with variables: [String: String] = [:]
  ) -> Configuration {
    var updates: [Environment.Key: String?] = [:]
    for (name, value) in variables { updates[Environment.Key(stringLiteral: name)] = value }
    return Configuration(
      executable: .path(FilePath(path)), arguments: Arguments(arguments),
      environment: .inherit.updating(updates), workingDirectory: FilePath(folder))
  }

  /// The limit for output that is kept in memory.
  private static var captured: StringOutput<UTF8> { .string(limit: 1 << 20) }

  /// Runs the executable in `folder` to its end, with `input`, which it must read, in a pipe, and
  /// with more environment variables.
  func run(
    _ arguments: [String], in folder: String, input: [UInt8]? = nil,
    variables: [String: String] = [:]
  ) async throws -> Outcome {
    let configuration = configuration(arguments, in: folder, with: variables)
    guard let input else {
      return Outcome(
        try await Subprocess.run(configuration, output: Self.captured, error: Self.captured))
    }
    return Outcome(
      try await Subprocess.run(
        configuration, input: .array(input), output: Self.captured, error: Self.captured))
  }

  /// Runs the executable in `folder` with a terminal for standard error. The outcome's error is
  /// what the terminal gets.
  func runOnTerminal(_ arguments: [String], in folder: String) async throws -> Outcome {
    let terminal = try PseudoTerminal()
    async let shown = terminal.read()
    let result = try await Subprocess.run(
      configuration(arguments, in: folder), input: .none, output: Self.captured,
      error: .fileDescriptor(
        FileDescriptor(rawValue: terminal.programEnd), closeAfterSpawningProcess: true))
    var outcome = Outcome(output: result.standardOutput, error: try await shown)
    if case .exited(let code) = result.terminationStatus { outcome.status = code }
    return outcome
  }

  /// Runs the executable with a pipe for its input, in which `input` comes and then nothing, and
  /// sends it `signal` while it is at work; the pipe stays open until it no longer is.
  func run(
    _ arguments: [String], in folder: String, input: [UInt8], sending signal: Signal,
    while isAtWork: () throws -> Bool
  ) async throws -> Outcome {
    let result = try await Subprocess.run(
      configuration(arguments, in: folder), input: .inputWriter, output: Self.captured,
      error: Self.captured
    ) { execution in
      _ = try await execution.standardInputWriter.write(input)
      while try !isAtWork() { try await Task.sleep(for: .milliseconds(5)) }
      try execution.send(signal: signal)
      while try isAtWork() { try await Task.sleep(for: .milliseconds(5)) }
    }
    return Outcome(result)
  }

  /// Runs the executable and, when it is at work, sends it `signals` while it is stopped, so that
  /// it gets all of them before it can do anything about the first.
  func run(
    _ arguments: [String], in folder: String, sendingAtOnce signals: [Signal],
    once isAtWork: () throws -> Bool
  ) async throws -> Outcome {
    let result = try await Subprocess.run(
      configuration(arguments, in: folder), input: .none, output: Self.captured,
      error: Self.captured
    ) { execution in
      while try !isAtWork() { try await Task.sleep(for: .milliseconds(5)) }
      for signal in [.suspend] + signals + [.resume] { try execution.send(signal: signal) }
    }
    return Outcome(result)
  }
}

extension Command.Outcome {
  fileprivate init<Value>(
    _ result: ExecutionResult<Value, StringOutput<UTF8>, StringOutput<UTF8>>
  ) {
    if case .exited(let code) = result.terminationStatus { status = code }
    output = result.standardOutput
    error = result.standardError
  }
}
