internal import BarLakeAdapterProtocol
internal import BarLakeBytes
internal import BarLakeConformanceKit

/// Results as a page for people: claims, areas by MUST and SHOULD, and each case that failed.
package enum MarkdownSummary {
  package static func text(of file: ResultFile) -> String {
    let header = file.header
    var text = "# \(header.engine.name) \(header.engine.version)\n\n"
    text += "Judged by the BarLake suite \(header.suite.version) "
    text += "(\(header.suite.digest.prefix(12))), \(header.started). "
    text += "Adapter: \(header.adapter.name) \(header.adapter.version).\n"
    if !file.footer.isComplete { text += "\n**Incomplete: not every run was done.**\n" }
    if header.isPartial { text += "\nOnly a part of the claims was asked for.\n" }
    text +=
      "\n| claim | conformant | MUST | SHOULD | [ref] | not run |\n|---|---|---|---|---|---|\n"
    for claim in file.footer.claims {
      let missing = claim.missing.map(\.rawValue).joined(separator: ", ")
      let verdict = claim.isConformant ? "yes" : missing.isEmpty ? "no" : "no: lacks \(missing)"
      text += "| \(claim.name) | \(verdict) | \(shown(claim.must)) | \(shown(claim.should)) "
      text += "| \(shown(claim.reference)) | \(claim.notRun) |\n"
    }
    text += "\n| area | MUST | SHOULD | not run |\n|---|---|---|---|\n"
    for area in Set(file.results.map(\.area) + file.notRun.map(\.area)).sorted() {
      let results = file.results.filter { $0.area == area }
      func count(_ runs: [RunResult]) -> String {
        "\(runs.count(where: \.isPassed))/\(runs.count)"
      }
      text += "| \(area) | \(count(results.filter { $0.level == .must })) "
      text += "| \(count(results.filter { $0.level == .should })) "
      text += "| \(file.notRun.count { $0.area == area }) |\n"
    }
    let failed = file.results.filter { $0.verdict != .pass }
    if !failed.isEmpty {
      text += "\n| case | runs | verdict | rules | first difference |\n|---|---|---|---|---|\n"
      for (id, runs) in Dictionary(grouping: failed, by: \.conformanceCase).sorted(by: {
        $0.key < $1.key
      }) {
        let first = runs[0]
        text += "| `\(id)` | \(runs.count) | \(first.verdict.rawValue) "
        text += "| \(first.rules.joined(separator: ", ")) | \(cell(first.summary)) |\n"
      }
    }
    return text
  }

  private static func shown(_ count: ClaimScore.Count) -> String {
    "\(count.passed)/\(count.runs)"
  }

  /// A text for a cell of a table.
  private static func cell(_ text: String) -> String {
    String(text.escapingControls.prefix(300)).parts(separatedBy: "|").joined(separator: "\\|")
  }
}
