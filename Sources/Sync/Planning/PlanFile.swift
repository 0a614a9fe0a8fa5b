package import BarLake
internal import BarLakeBytes
internal import FlatFiles

/// A plan as lines of JSON: the header, a line for each task, and a line for what is not to be
/// done.
///
/// Source: `docs/flat-files.md`, FLAT-10.
package struct PlanFile: Sendable {
  package let header: PlanHeader
  package let tasks: [SyncTask]

  /// The lines of a plan, without line feeds.
  package static func lines(_ plan: SyncPlan) -> [String] {
    [line(plan.header)] + plan.tasks.map(line) + plan.others.map(line)
  }

  private static func line(_ value: some Encodable) -> String {
    String(decoding: JSON.lineBytes(value), as: UTF8.self)
  }

  /// Reads a plan. Nothing is written.
  ///
  /// - Throws: `io_error`; `invalid_argument` with the line if the file is no plan, or one that was
  ///   changed or is of another version.
  package init(path: String) throws(IngestError) {
    try LocalPath.check("the plan", path)
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try FileSystem.read(path, upTo: Self.byteLimit + 1)
    } catch {
      throw .io(error, root: "")
    }
    guard bytes.count <= Self.byteLimit else {
      throw .invalidArgument("the plan", path, "a file of at most 256 MiB")
    }
    var header: PlanHeader?
    var tasks: [SyncTask] = []
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() where !line.isEmpty {
      let kind = JSON.value(Kind.self, from: Array(line))?.kind
      switch (kind, header) {
      case ("plan"?, nil): header = JSON.value(PlanHeader.self, from: Array(line))
      case ("task"?, _?):
        guard let task = JSON.value(SyncTask.self, from: Array(line)) else {
          throw Self.wrong(path, number)
        }
        tasks.append(task)
      case (let kind?, _?) where Self.otherKinds.contains(kind): break
      default: throw Self.wrong(path, number)
      }
      if header == nil { throw Self.wrong(path, number) }
    }
    guard let header, bytes.last == UInt8(ascii: "\n") else {
      throw .invalidArgument("the plan", path, "a file of barlake plan, whole to its last line end")
    }
    self.header = header
    self.tasks = tasks
  }

  private struct Kind: Decodable {
    var kind: String
  }

  private static let byteLimit = 256 << 20
  private static let otherKinds = [
    "reissued", "not_published", "not_yet_published", "unsupported", "refused",
  ]

  private static func wrong(_ path: String, _ number: Int) -> IngestError {
    IngestError(
      code: .invalidArgument, token: IngestError.printable(Array(path.utf8)),
      message: "line \(number + 1) of \(path) is none that barlake plan of this version writes; "
        + "make the plan anew")
  }
}
