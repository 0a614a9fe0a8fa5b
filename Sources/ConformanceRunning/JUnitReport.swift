internal import BarLakeAdapterProtocol
internal import BarLakeBytes
internal import BarLakeConformanceKit

/// Results as JUnit's XML, which CI systems show: a suite for each area, a test for each run.
///
/// There is no standard of it. This keeps to what the schemas in use have in common: `properties`
/// first in a suite and its output last; of a test at most one of `failure` and `skipped`, and
/// nothing else. The type of a failure is the verdict.
package enum JUnitReport {
  package static func text(of file: ResultFile) -> String { text(of: [Subject(nil, file)]) }

  /// Several implementations: the names of their suites and classes begin with their labels.
  package static func text(of merged: MergedResults) -> String {
    let isOne = merged.implementations.count == 1
    return text(of: merged.implementations.map { Subject(isOne ? nil : $0.label, $0.file) })
  }

  private struct Subject {
    var label: String?
    var file: ResultFile

    init(_ label: String?, _ file: ResultFile) {
      self.label = label
      self.file = file
    }

    func named(_ text: String) -> String { label.map { "\($0): \(text)" } ?? text }
  }

  /// A test: what it is about, its time, and what there is to say of it.
  private struct Test {
    enum Outcome {
      case pass
      case skipped(String)
      case failure(type: String, message: String, body: String)
    }

    var className: String
    var name: String
    var milliseconds = 0
    var outcome: Outcome
  }

  private static func text(of subjects: [Subject]) -> String {
    let suites = subjects.flatMap(suites)
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<testsuites name=\"BarLake conformance\"\(counts(suites.flatMap(\.tests)))>\n"
    for (number, suite) in suites.enumerated() {
      text += element(of: suite, number: number)
    }
    return text + "</testsuites>\n"
  }

  private struct Suite {
    var subject: Subject
    var name: String
    var tests: [Test]
  }

  private static func suites(of subject: Subject) -> [Suite] {
    let file = subject.file
    var suites = [file].areas.map { area in
      Suite(
        subject: subject, name: area,
        tests: file.results.filter { $0.area.isSame(as: area) }.map(test)
          + file.notRun.filter { $0.area.isSame(as: area) }.map(test))
    }
    if !file.footer.sessionFaults.isEmpty {
      suites.append(
        Suite(subject: subject, name: "sessions", tests: file.footer.sessionFaults.map(test)))
    }
    if !file.footer.isComplete {
      let message =
        file.footer.notReached > 0
        ? "\(file.footer.notReached) runs were not reached" : "not every run was done"
      let test = Test(
        className: "completeness", name: "every run was done",
        outcome: .failure(type: "incomplete", message: message, body: ""))
      suites.append(Suite(subject: subject, name: "completeness", tests: [test]))
    }
    return suites
  }

  private static func test(_ result: RunResult) -> Test {
    var test = Test(
      className: result.conformanceCase, name: result.permutation,
      milliseconds: result.milliseconds, outcome: .pass)
    if result.verdict == .expectedFail {
      test.outcome = .skipped(
        "expected failure: \(result.reason ?? "no reason"). \(result.summary)")
    } else if result.verdict != .pass {
      test.outcome = .failure(
        type: result.verdict.rawValue, message: result.summary, body: body(of: result))
    }
    return test
  }

  private static func test(_ run: NotRun) -> Test {
    Test(
      className: run.conformanceCase, name: run.permutation,
      outcome: .skipped("the adapter does not support \(run.missing.list)"))
  }

  private static func test(_ fault: SessionFault) -> Test {
    Test(
      className: "sessions", name: fault.session,
      outcome: .failure(
        type: fault.verdict.rawValue, message: fault.problem,
        body: fault.standardError.map { "standard error:\n\($0)" } ?? ""))
  }

  /// The difference, what the adapter said, and the command that repeats it.
  private static func body(of result: RunResult) -> String {
    var lines: [String] = []
    if let difference = result.difference {
      lines += [
        difference.place, "  expected: \(difference.expected)", "  found:    \(difference.found)",
      ]
      if let line = difference.line {
        lines.append("  input, line \(line): \(difference.input ?? "")")
      }
    }
    if let problem = result.problem { lines.append(problem) }
    lines.append("rules: \(result.rules.joined(separator: ", "))")
    if let attempts = result.attempts {
      lines.append("attempts: \(attempts.map(\.rawValue).joined(separator: ", "))")
    }
    if let repro = result.repro { lines.append("repeat: \(repro)") }
    if let error = result.standardError { lines.append("standard error:\n\(error)") }
    return lines.joined(separator: "\n")
  }

  // MARK: XML

  private static func element(of suite: Suite, number: Int) -> String {
    let (header, footer) = (suite.subject.file.header, suite.subject.file.footer)
    // The schemas want a time without its zone.
    let started = header.started.dropping(suffix: "Z") ?? header.started
    var text = "  <testsuite name=\"\(escaped(suite.subject.named(suite.name)))\""
    text += " package=\"\(escaped(suite.subject.label ?? header.engine.name))\" id=\"\(number)\""
    text += "\(counts(suite.tests)) timestamp=\"\(escaped(started))\" hostname=\"localhost\">\n"
    text += "    <properties>\n"
    let properties = [
      ("suite.version", header.suite.version), ("suite.digest", header.suite.digest),
      ("engine", "\(header.engine.name) \(header.engine.version)"),
      ("adapter", "\(header.adapter.name) \(header.adapter.version)"),
      ("command", header.command), ("claims", header.claims.joined(separator: ", ")),
      ("partial", "\(header.isPartial)"), ("complete", "\(footer.isComplete)"),
    ]
    for (name, value) in properties + (header.contact.map { [("contact", $0)] } ?? []) {
      text += "      <property name=\"\(name)\" value=\"\(escaped(value))\"/>\n"
    }
    text += "    </properties>\n"
    for test in suite.tests { text += element(of: test, label: suite.subject.label) }
    return text + "    <system-out/>\n    <system-err/>\n  </testsuite>\n"
  }

  private static func element(of test: Test, label: String?) -> String {
    let className = label.map { "\($0).\(test.className)" } ?? test.className
    let start =
      "    <testcase classname=\"\(escaped(className))\" name=\"\(escaped(test.name))\""
      + " time=\"\(seconds(test.milliseconds))\""
    switch test.outcome {
    case .pass: return "\(start)/>\n"
    case .skipped(let message):
      return "\(start)>\n      <skipped message=\"\(escaped(message))\"/>\n    </testcase>\n"
    case .failure(let type, let message, let body):
      return "\(start)>\n      <failure type=\"\(type)\" message=\"\(escaped(message))\">"
        + "\(escaped(body))</failure>\n    </testcase>\n"
    }
  }

  /// The attributes that sum up tests.
  private static func counts(_ tests: [Test]) -> String {
    let (failures, skipped) = tests.reduce(into: (0, 0)) { counts, test in
      switch test.outcome {
      case .pass: break
      case .skipped: counts.1 += 1
      case .failure: counts.0 += 1
      }
    }
    return " tests=\"\(tests.count)\" failures=\"\(failures)\" errors=\"0\" skipped=\"\(skipped)\""
      + " time=\"\(seconds(tests.reduce(0) { $0 + $1.milliseconds }))\""
  }

  /// With three digits: no schema takes an exponent.
  private static func seconds(_ milliseconds: Int) -> String {
    let fraction = String(milliseconds % 1000)
    return "\(milliseconds / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
  }

  /// `text` as XML 1.0 may have it, in attributes too; other characters become U+FFFD.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "&": escaped += "&amp;"
      case "\"": escaped += "&quot;"
      // As they stand an attribute would have blanks for them, and a text lose its CR.
      case "\n", "\t", "\r": escaped += "&#\(scalar.value);"
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
        escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

extension RunResult {
  /// The first difference, or what else happened, on one line.
  package var summary: String {
    guard let difference else { return problem ?? verdict.rawValue }
    var text =
      "\(difference.place): expected \(difference.expected), found \(difference.found)"
    if let line = difference.line { text += " (line \(line): \(difference.input ?? ""))" }
    return text
  }
}
