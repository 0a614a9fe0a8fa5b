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
    for line in file.footer.sessionFaults.lines { text += "\n**\(cell(line)).**\n" }
    text +=
      "\n| claim | conformant | MUST | SHOULD | [ref] | not run |\n|---|---|---|---|---|---|\n"
    for claim in file.footer.claims {
      let missing = claim.missing.isEmpty ? "" : ": lacks \(claim.missing.list)"
      let verdict = claim.isConformant ? "yes" : (header.isPartial ? "not judged" : "no") + missing
      text += "| \(claim.name) | \(verdict) | \(shown(claim.must)) | \(shown(claim.should)) "
      text += "| \(shown(claim.reference)) | \(claim.notRun) |\n"
    }
    text += "\nA rule marked [ref] binds the reference only: the figure counts the runs whose "
    text += "files keep all of them.\n"
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
    text += memory(of: file)
    let failed = file.results.filter { $0.verdict != .pass }
    if !failed.isEmpty {
      text += "\n| runs | cases | first difference | for example |\n|---|---|---|---|\n"
      for kind in kinds(of: failed).prefix(kindLimit) {
        text += "| \(kind.runs) | \(kind.cases.count) | \(cell(kind.text)) | `\(kind.cases[0])` |\n"
      }
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

  /// What was measured of memory, if it was.
  private static func memory(of file: ResultFile) -> String {
    if file.memory.isEmpty { return "" }
    var text = "\n| memory | verdict | judged | what an ingest takes | attempts |\n"
    text += "|---|---|---|---|---|\n"
    for result in MemoryLines.lasts(of: file.memory) {
      text += "| `\(result.conformanceCase)` | \(result.verdict.rawValue) "
      text += "| \(result.isJudged ? "yes" : "no") | \(cell(MemoryLines.figures(of: result))) "
      text += "| \(result.attempt) |\n"
    }
    return text
  }

  /// The rarer kinds of differences are found by their cases.
  private static let kindLimit = 30

  /// Failures whose first difference reads the same.
  private struct Kind {
    var text: String
    var runs = 0
    var cases: [String] = []
  }

  /// The kinds, those with the most runs first: what to mend first.
  private static func kinds(of failed: [RunResult]) -> [Kind] {
    var kinds: [Kind] = []
    var positions: [ExactText: Int] = [:]
    for result in failed {
      var text = result.problem ?? result.verdict.rawValue
      if let difference = result.difference {
        // A message behind a code, in parentheses, is another each time.
        var found = difference.found.parts(separatedBy: "(")[0]
        if found.utf8.last == UInt8(ascii: " ") { found.removeLast() }
        text = "\(difference.place): expected \(difference.expected), found \(found)"
      }
      let position = positions[ExactText(text), default: kinds.count]
      if position == kinds.count { kinds.append(Kind(text: text)) }
      positions[ExactText(text)] = position
      kinds[position].runs += 1
      if kinds[position].cases.last?.isSame(as: result.conformanceCase) != true {
        kinds[position].cases.append(result.conformanceCase)
      }
    }
    return kinds.enumerated().sorted {
      ($1.element.runs, $0.offset) < ($0.element.runs, $1.offset)
    }.map(\.element)
  }

  private static func shown(_ count: ClaimScore.Count) -> String {
    "\(count.passed)/\(count.runs)"
  }

  /// A text for a cell of a table.
  private static func cell(_ text: String) -> String {
    String(text.escapingControls.prefix(300)).parts(separatedBy: "|").joined(separator: "\\|")
  }
}
