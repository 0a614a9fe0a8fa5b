internal import BarLakeBytes
internal import BarLakeConformanceKit
internal import BarLakeConformanceRunning
internal import BarLakePages

/// Runs that passed, by the area of their cases.
struct AreaSection {
  private let merged: MergedResults

  init(_ merged: MergedResults) { self.merged = merged }

  var html: [HTML] {
    let heads = HTML.columnHeads(of: merged)
    let areas = merged.implementations.map(\.file).areas
    if areas.isEmpty { return [.element("p", "Nothing was run.")] }
    let rows = areas.map { area in
      HTML.element(
        "tr",
        [.rowHead([HTML(area)])]
          + merged.implementations.map { cell(of: $0, in: area) })
    }
    return [
      .element(
        "p", ["class": "note"],
        "Runs that passed, of those that were done; what is a SHOULD is behind a plus sign."),
      .table(
        label: "Table of areas", head: [.element("tr", [.corner("area")] + heads)],
        bodies: [.element("tbody", rows)]),
    ]
  }

  private func cell(of implementation: MergedResults.Implementation, in area: String) -> HTML {
    let results = implementation.results.filter { $0.area.isSame(as: area) }
    if results.isEmpty {
      return .element("td", ["class": Mark.notRun.style], Mark.notRun.pieces)
    }
    let must = results.filter { $0.level == .must }
    let should = results.filter { $0.level == .should }
    let failed = must.filter { !$0.isPassed }
    let mark =
      failed.isEmpty ? Mark.pass : failed.allSatisfy(\.isAsExpected) ? Mark.known : Mark.fail
    var text = "\(must.count(where: \.isPassed))/\(must.count)"
    if !should.isEmpty { text += " + \(should.count(where: \.isPassed))/\(should.count)" }
    return .element("td", ["class": mark.style], mark.pieces + [HTML(text)])
  }
}
