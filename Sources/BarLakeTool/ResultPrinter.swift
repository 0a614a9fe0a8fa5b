import ArgumentParser
import BarLake
import Bytes

/// Tells what came of each date: JSON for programs, a line for people.
struct ResultPrinter {
  private let isJSON: Bool
  private let bar: ProgressBar?

  init(isJSON: Bool) {
    self.isJSON = isJSON
    bar = StandardStream.error.isTerminal ? ProgressBar() : nil
  }

  /// Shows how far an ingest is, where somebody is looking.
  var progress: (@Sendable (IngestProgress) -> Void)? {
    guard let bar else { return nil }
    return { bar.show($0) }
  }

  func clearProgress() { bar?.clear() }

  func print(_ outcome: Result<IngestResult, IngestError>) throws(ExitCode) {
    switch outcome {
    case .success(let result): try print(result)
    case .failure(let error): try print(error)
    }
  }

  func print(_ result: IngestResult) throws(ExitCode) {
    clearProgress()
    if isJSON {
      try printJSON(result)
    } else {
      try Console.write(Self.line(result) + "\n")
    }
  }

  func print(_ error: IngestError) throws(ExitCode) {
    clearProgress()
    if isJSON {
      try printJSON(error)
    } else {
      let date = error.date.map { "\($0)  " } ?? ""
      Console.tell("\(date)\(error.code.rawValue): \(error.message)".escapingControls + "\n")
    }
  }

  func printJSON(_ value: some Encodable) throws(ExitCode) {
    let line: String
    do {
      line = try JSON.line(value)
    } catch {
      Console.tell("the result cannot be written as JSON: \(error)\n")
      throw .failure
    }
    try Console.write(line + "\n")
  }

  private static func line(_ result: IngestResult) -> String {
    let start = "\(result.date)  \(result.status.rawValue)"
    if let reason = result.reason { return "\(start)  \(reason.rawValue)" }
    let notes = [
      (result.dateMismatchRows, "rows of another day"),
      (result.unparsedContracts, "unparsed contracts"),
      (result.roundedVolumes, "rounded volumes"),
      (result.plainTextChunks, "column chunks without their dictionary"),
      (result.ignoredColumns.count, "ignored columns"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let parts =
      [
        "\(result.records) rows", Text.fixed(result.fileSizeMB, digits: 2) + " MB",
        Text.fixed(result.elapsedTime, digits: 2) + " s",
      ] + Self.files(result.files) + notes
    return ([start] + parts).joined(separator: "  ")
  }

  /// The most files that are named one by one.
  private static let namedFileLimit = 3

  /// Few files by their paths, many by their number and the folder that holds them all.
  static func files(_ paths: [String]) -> [String] {
    guard let first = paths.first, paths.count > namedFileLimit else { return paths }
    var folder = first.split(separator: "/").dropLast()
    for path in paths {
      let shared = zip(folder, path.split(separator: "/")).prefix { $0 == $1 }
      folder = folder.prefix(shared.count)
    }
    return ["\(Text.grouped(paths.count)) files below \(folder.joined(separator: "/"))"]
  }
}
