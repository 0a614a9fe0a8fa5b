import BarLakeAdapterProtocol
import BarLakeCommandSupport
import BarLakeConformanceKit
import BarLakeConformanceRunning

/// What a run ends with on standard output.
enum RunReport {
  static func text(of file: ResultFile) -> String {
    let (header, footer) = (file.header, file.footer)
    var text = "\(header.engine.name) \(header.engine.version), suite \(header.suite.version) "
    text += "(\(header.suite.digest.prefix(12)))\n"
    let verdicts = Verdict.allCases.compactMap { verdict in
      footer.verdicts[verdict.rawValue].map { "\($0) \(verdict.rawValue)" }
    }
    text +=
      file.results.isEmpty
      ? "nothing was run; "
      : "\(Text.count(file.results.count, "run")): \(verdicts.joined(separator: ", ")); "
    if footer.notReached > 0 { text += "\(footer.notReached) not reached; " }
    text += "\(footer.notRun) not run; \(footer.seconds) s\n"
    let missing = Set(file.notRun.flatMap(\.missing)).sorted()
    if !missing.isEmpty { text += "  not run for want of \(missing.list)\n" }
    let failed = file.results.filter { !$0.isAsExpected }
    for (area, runs) in Dictionary(grouping: failed, by: \.area).sorted(by: { $0.key < $1.key }) {
      let cases = Set(runs.map(\.conformanceCase))
      text += "  \(area): \(Text.count(runs.count, "run")) of \(Text.count(cases.count, "case"))\n"
    }
    for line in MemoryLines.lines(of: file.memory) { text += "  \(line)\n" }
    for line in footer.sessionFaults.lines { text += "  \(line)\n" }
    if !footer.isComplete { return text + "incomplete: not every run was done\n" }
    if header.isPartial { return text + "a part of the claims was asked for, so none is judged\n" }
    for claim in footer.claims {
      let score =
        "MUST \(claim.must.passed)/\(claim.must.runs)"
        + (claim.should.runs > 0 ? ", SHOULD \(claim.should.passed)/\(claim.should.runs)" : "")
      if claim.isConformant {
        text += "\(claim.name): conformant (\(score))\n"
      } else {
        text += "\(claim.name): not conformant (\(score)"
        text +=
          claim.missing.isEmpty
          ? ")\n" : "; the adapter does not support \(claim.missing.list))\n"
      }
    }
    return text
  }
}
