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

  func print(_ result: IngestResult) {
    clearProgress()
    if isJSON {
      printJSON(result)
    } else {
      StandardStream.output.write(Self.line(result) + "\n")
    }
  }

  func print(_ error: IngestError) {
    clearProgress()
    if isJSON {
      printJSON(error)
    } else {
      let date = error.date.map { "\($0)  " } ?? ""
      StandardStream.error.write("\(date)\(error.code.rawValue): \(error.message)\n")
    }
  }

  func printJSON(_ value: some Encodable) {
    do {
      StandardStream.output.write(try JSON.line(value) + "\n")
    } catch {
      StandardStream.error.write("the result cannot be written as JSON: \(error)\n")
    }
  }

  private static func line(_ result: IngestResult) -> String {
    let start = "\(result.date)  \(result.status.rawValue)"
    if let reason = result.reason { return "\(start)  \(reason.rawValue)" }
    let notes = [
      (result.dateMismatchRows, "rows of another day"),
      (result.unparsedContracts, "unparsed contracts"),
      (result.roundedVolumes, "rounded volumes"),
      (result.ignoredColumns.count, "ignored columns"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let parts =
      [
        "\(result.records) rows", Text.fixed(result.fileSizeMB, digits: 2) + " MB",
        Text.fixed(result.elapsedTime, digits: 2) + " s",
      ] + result.files + notes
    return ([start] + parts).joined(separator: "  ")
  }
}
