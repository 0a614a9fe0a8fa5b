internal import BarLakeCommandSupport
internal import BarLakeConformanceRunning
internal import BarLakePages

/// How long each implementation took, and how much memory its largest run.
struct TimeSection {
  private let merged: MergedResults

  init(_ merged: MergedResults) { self.merged = merged }

  var html: [HTML] {
    let heads =
      ["wall time", "runs", "in runs", "slowness", "per run"].map {
        HTML.columnHead($0, style: "number")
      } + [
        HTML.columnHead("per run, to scale"), HTML.columnHead("largest peak", style: "number"),
      ]
    let most = merged.implementations.compactMap(\.millisecondsPerRun).max() ?? 0
    return [
      .element(
        "p", ["class": "note"],
        "Wall time is that of the whole command, with its processes beside each other. "
          + "Time in runs is added up. A machine's slowness is how many times longer a "
          + "calculation took there than on the author's; time per run is divided by it. Runs "
          + "are small: this is the cost of a call, not a throughput."),
      .table(
        label: "Table of times", head: [.element("tr", [.corner("implementation")] + heads)],
        bodies: [.element("tbody", merged.implementations.map { row(of: $0, most) })]),
    ]
  }

  private func row(of implementation: MergedResults.Implementation, _ most: Double) -> HTML {
    let perRun = implementation.millisecondsPerRun
    let peak = implementation.results.compactMap(\.peakByteCount).max()
    let seconds = Text.fixed(implementation.footer.seconds, digits: 1)
    let numbers = [
      implementation.isCut ? "unknown" : "\(seconds) s",
      Text.grouped(implementation.results.count),
      "\(Text.fixed(Double(implementation.milliseconds) / 1000, digits: 1)) s",
      Text.fixed(implementation.header.host.slowness, digits: 2),
      perRun.map { "\(Text.fixed($0, digits: 1)) ms" } ?? "–",
    ]
    let share = most > 0 ? (perRun ?? 0) / most * 100 : 0
    return .element(
      "tr",
      [.rowHead([.name(implementation.label)])]
        + numbers.map { .element("td", ["class": "number"], $0) }
        + [
          .element(
            "td", ["class": "bars"],
            [
              .element(
                "span",
                ["class": "bar", "style": "width: \(Text.fixed(share, digits: 1))%"], "")
            ]),
          .element(
            "td", ["class": "number"],
            peak.map { "\(MemoryLines.mebibytes($0)) MiB" } ?? "–"),
        ])
  }
}

extension MergedResults.Implementation {
  /// The time of all runs.
  var milliseconds: Int { results.reduce(0) { $0 + $1.milliseconds } }

  /// The mean time of a run, by the speed of the author's machine.
  var millisecondsPerRun: Double? {
    results.isEmpty
      ? nil : Double(milliseconds) / Double(results.count) / header.host.slowness
  }
}
