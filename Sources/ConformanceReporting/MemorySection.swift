internal import BarLakeBytes
internal import BarLakeCommandSupport
internal import BarLakeConformanceKit
internal import BarLakeConformanceRunning
internal import BarLakePages

/// Memory against the size of the CSV text: a chart and a table for each case.
struct MemorySection {
  /// What one implementation took in one case.
  struct Curve {
    /// The position of the implementation.
    var implementation: Int
    var label: String
    var result: MemoryResult
  }

  private let cases: [(name: String, title: String, curves: [Curve])]

  init(_ merged: MergedResults) {
    let curves = merged.implementations.enumerated().flatMap { index, implementation in
      MemoryLines.lasts(of: implementation.file.memory).map {
        Curve(implementation: index, label: implementation.label, result: $0)
      }
    }
    let names = Set(curves.map { ExactText($0.result.name) }).map(\.text)
      .sorted { $0.precedesInBytes($1) }
    cases = names.map { name in
      let mine = curves.filter { $0.result.name.isSame(as: name) }
      let id = mine[0].result.conformanceCase
      return (name, merged.suite.conformanceCase(id)?.title ?? "", mine)
    }
  }

  var html: [HTML] {
    if cases.isEmpty {
      return [.element("p", "None of the results has a measurement of memory.")]
    }
    let note = HTML.element(
      "p", ["class": "note"],
      "The most memory of the adapter's processes during an ingest, against the size of the CSV. "
        + "A budget is about what that is above the memory before it; the slope is bytes of memory "
        + "for each byte of CSV.")
    return [note]
      + cases.map { name, title, curves in
        HTML.element(
          "figure",
          [
            .element(
              "figcaption", [.element("code", name), HTML(" "), HTML(title)]),
            .element(
              "div",
              [
                "class": "chart", "tabindex": "0", "role": "region",
                "aria-label": "Chart of \(name)",
              ],
              [MemoryChart(curves, label: name).html]), table(of: curves, label: name),
          ])
      }
  }

  private func table(of curves: [Curve], label: String) -> HTML {
    let heads =
      [HTML.columnHead("verdict")]
      + ["slope", "most above before", "allowed", "leak"].map {
        HTML.columnHead($0, style: "number")
      } + [HTML.columnHead("CSV → peak, in MiB")]
    let rows = curves.map { curve in
      let result = curve.result
      let points = result.series.map {
        "\(MemoryLines.mebibytes($0.csvByteCount)) → \(MemoryLines.mebibytes($0.peakByteCount))"
      }
      let numbers = [
        result.slope.map { Text.fixed($0, digits: 3) },
        result.most.map { "\(MemoryLines.mebibytes($0)) MiB" },
        "\(MemoryLines.mebibytes(result.capByteCount)) MiB",
        result.leakByteCount.map { "\(MemoryLines.mebibytes($0)) MiB" },
      ]
      let note = result.isJudged ? "" : ", not claimed"
      return HTML.element(
        "tr",
        [
          .rowHead([.name(curve.label)]),
          .element("td", [Mark(result.verdict).tag(result.verdict.rawValue + note)]),
        ]
          + numbers.map { .element("td", ["class": "number"], $0 ?? "–") }
          + [.element("td", Self.shortened(points).joined(separator: ", "))])
    }
    return .table(
      label: "Memory of \(label)", head: [.element("tr", [.corner("implementation")] + heads)],
      bodies: [.element("tbody", rows)])
  }

  /// The first and the last of many.
  private static func shortened(_ texts: [String]) -> [String] {
    texts.count <= 6 ? texts : Array(texts.prefix(3)) + ["…"] + Array(texts.suffix(2))
  }
}
