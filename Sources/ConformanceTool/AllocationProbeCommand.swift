import ArgumentParser
import BarLakeAdapterProtocol
import BarLakeBytes
import BarLakeCommandSupport

/// `barlake-conform allocation-probe`: an adapter of which we know how much memory it takes, with
/// which the meter is tried.
struct AllocationProbeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "allocation-probe",
    abstract: "Take as many bytes as the number in each file that is to be ingested.",
    shouldDisplay: false)

  /// The command that starts it.
  static var command: String {
    "'\(ProcessArguments.executable)' \(configuration.commandName ?? "")"
  }

  func run() throws {
    guard readLine() != nil else { return }
    let program = Ready.Program(name: "allocation probe", version: "1")
    try write(Ready(adapter: program, engine: program, supports: []))
    while let line = readLine() {
      let request = try AdapterProtocol.message(Request.self, from: line.utf8)
      var content = Reply.Content()
      if case .ingest(let ingest) = request.operation {
        let block = try block(ingest.input)
        content.result = [
          "status": .string("success"), "records": .integer(Int(block.last ?? 0)),
          "files": .array([]),
        ]
      }
      try write(Reply(id: request.id, outcome: .success(content)))
      if request.operation == .bye { return }
    }
  }

  /// As many bytes as the file says, all of them used.
  private func block(_ path: String) throws -> [UInt8] {
    let text = String(decoding: try FileSystem.read(path), as: UTF8.self)
    guard let byteCount = Int(text), (0...1 << 30).contains(byteCount) else {
      throw Refusal("\(path) has no number of bytes")
    }
    return [UInt8](repeating: 0xFF, count: byteCount)
  }

  private func write(_ message: some Encodable) throws {
    try Console.write(String(decoding: try AdapterProtocol.line(message), as: UTF8.self))
  }
}
