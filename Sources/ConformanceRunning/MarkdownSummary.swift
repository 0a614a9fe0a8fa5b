internal import BarLakeAdapterProtocol
internal import BarLakeBytes
internal import BarLakeConformanceKit

/// Results as a page for people: claims, areas by MUST and SHOULD, and each case that failed.
///
/// Names and texts of results are escaped: in the page they are texts, whatever they look like.
package enum MarkdownSummary {
  package static func text(of file: ResultFile) -> String {
    text(of: file, warnings: MergedResults.Implementation(file).warnings, level: 1)
  }

  /// Several implementations: first side by side, then one by one.
  package static func text(of merged: MergedResults) -> String {
    let all = merged.implementations
    if all.count == 1 { return text(of: all[0].file, warnings: all[0].warnings, level: 1) }
    var text = "# Conformance\n\nJudged by the BarLake suite \(merged.suite.version), digest "
    text += "`\(merged.suite.digest)`.\n\n"
    text += "| implementation | claim | conformant | MUST | SHOULD | [ref] | not run "
    text += "| wall time |\n"
    text += "|---|---|---|---|---|---|---|---|\n"
    for one in all {
      let time = one.isCut ? "unknown" : "\(one.footer.seconds) s"
      for row in claims(of: one.file) { text += "| \(cell(one.label)) | \(row) | \(time) |\n" }
    }
    text += "\n| area | \(all.map { cell($0.label) }.joined(separator: " | ")) |\n"
    text += "|---|\(all.map { _ in "---|" }.joined())\n"
    for area in all.map(\.file).areas {
      let cells = all.map { one in
        let results = one.results.filter { $0.area.isSame(as: area) }
        if results.isEmpty { return "not run" }
        let should = results.filter { $0.level == .should }
        let must = passed(results.filter { $0.level == .must })
        return should.isEmpty ? must : "\(must) + \(passed(should))"
      }
      text += "| \(area) | \(cells.joined(separator: " | ")) |\n"
    }
    text += "\nRuns that passed, of those that were done; what is a SHOULD is behind a plus sign.\n"
    for one in all {
      text += "\n" + self.text(of: one.file, warnings: one.warnings, level: 2, label: one.label)
    }
    return text
  }

  /// One implementation, below a heading of this level.
  private static func text(
    of file: ResultFile, warnings: [String], level: Int, label: String? = nil
  ) -> String {
    let header = file.header
    let heading = String(repeating: "#", count: level)
    let name = label ?? "\(header.engine.name) \(header.engine.version)"
    var text = "\(heading) \(cell(name))\n\n"
    text += "Engine: \(cell(header.engine.name)) \(cell(header.engine.version)). "
    text += "Adapter: \(cell(header.adapter.name)) \(cell(header.adapter.version)). "
    text += "Judged by the BarLake suite \(cell(header.suite.version)), digest "
    text += "`\(header.suite.digest)`, \(cell(header.started)), on \(cell(header.host.system)).\n"
    if let contact = header.contact { text += "Contact: \(cell(contact)).\n" }
    if header.isPartial {
      text += "\nOnly a part of the claims was asked for, so none is judged.\n"
    }
    for line in warnings { text += "\n**\(cell(line))**\n" }
    text +=
      "\n| claim | conformant | MUST | SHOULD | [ref] | not run |\n|---|---|---|---|---|---|\n"
    for row in claims(of: file) { text += "| \(row) |\n" }
    text += "\nA rule marked [ref] binds the reference only: the figure counts the runs whose "
    text += "files keep all of them.\n"
    text += "\n| area | MUST | SHOULD | not run |\n|---|---|---|---|\n"
    for area in [file].areas {
      let results = file.results.filter { $0.area.isSame(as: area) }
      text += "| \(cell(area)) | \(passed(results.filter { $0.level == .must })) "
      text += "| \(passed(results.filter { $0.level == .should })) "
      text += "| \(file.notRun.count { $0.area.isSame(as: area) }) |\n"
    }
    return text + memory(of: file) + failures(of: file, below: heading)
  }

  /// Each kind of failure, then each case that failed, and how to repeat it.
  private static func failures(of file: ResultFile, below heading: String) -> String {
    let failed = file.results.filter { $0.verdict != .pass }
    if failed.isEmpty { return "" }
    var text = "\n| runs | cases | first difference | for example |\n|---|---|---|---|\n"
    for kind in kinds(of: failed).prefix(kindLimit) {
      text += "| \(kind.runs) | \(kind.cases.count) | \(cell(kind.text)) "
      text += "| `\(kind.cases[0])` |\n"
    }
    let cases = Dictionary(grouping: failed) { ExactText($0.conformanceCase) }
      .sorted { $0.key.text.precedesInBytes($1.key.text) }
    text += "\n| case | runs | verdict | rules | first difference |\n|---|---|---|---|---|\n"
    for (id, runs) in cases {
      let first = runs[0]
      text += "| `\(id.text)` | \(runs.count) | \(first.verdict.rawValue) "
      text += "| \(cell(first.rules.joined(separator: ", "))) | \(cell(first.summary)) |\n"
    }
    text += "\n\(heading)# To repeat a failure\n\nThe first run of each case that failed:\n"
    for (_, runs) in cases {
      if let repro = runs[0].repro { text += "\n" + block(repro) }
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

  /// The cells of each claim's row.
  private static func claims(of file: ResultFile) -> [String] {
    file.footer.claims.map { claim in
      let missing = claim.missing.isEmpty ? "" : ": lacks \(claim.missing.list)"
      let isJudged = !file.header.isPartial && file.footer.isComplete
      let verdict = claim.isConformant ? "yes" : (isJudged ? "no" : "not judged") + missing
      return "\(cell(claim.name)) | \(verdict) | \(shown(claim.must)) | \(shown(claim.should)) "
        + "| \(shown(claim.reference)) | \(claim.notRun)"
    }
  }

  private static func passed(_ runs: [RunResult]) -> String {
    "\(runs.count(where: \.isPassed))/\(runs.count)"
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

  private static let cellLimit = 300

  /// A text on one line, as a text of Markdown: in a cell of a table, too.
  private static func cell(_ text: String) -> String {
    var cell = ""
    var before: Unicode.Scalar = " "
    let scalars = Array(text.escapingControls.unicodeScalars.prefix(cellLimit))
    for (index, scalar) in scalars.enumerated() {
      let after = index + 1 < scalars.count ? scalars[index + 1] : " "
      switch scalar {
      // In a word it is no emphasis.
      case "_" where before.properties.isAlphabetic && after.properties.isAlphabetic: break
      case "\\", "`", "*", "_", "[", "]", "<", ">", "|", "&", "~", "#", "$", "@":
        cell += "\\"
      default: break
      }
      cell.unicodeScalars.append(scalar)
      before = scalar
    }
    return cell
  }

  /// A block of code, fenced by more backticks than the text has in a row.
  private static func block(_ text: String) -> String {
    var (longest, row) = (2, 0)
    for byte in text.utf8 {
      row = byte == UInt8(ascii: "`") ? row + 1 : 0
      longest = max(longest, row)
    }
    let fence = String(repeating: "`", count: longest + 1)
    return "\(fence)sh\n\(text.escapingControls)\n\(fence)\n"
  }
}
