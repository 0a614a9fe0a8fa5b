internal import BarLakeAdapterProtocol
internal import BarLakeBytes
internal import BarLakeConformanceKit

/// Results as JUnit's XML, which CI systems show: a suite for each area, a test for each run.
package enum JUnitReport {
  package static func text(of file: ResultFile) -> String {
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
    for area in Set(file.results.map(\.area) + file.notRun.map(\.area)).sorted() {
      let results = file.results.filter { $0.area == area }
      let notRun = file.notRun.filter { $0.area == area }
      let failures = results.count { !$0.isAsExpected }
      let seconds = Double(results.reduce(0) { $0 + $1.milliseconds }) / 1000
      text += "  <testsuite name=\"\(escaped(area))\" tests=\"\(results.count + notRun.count)\""
      text += " failures=\"\(failures)\" skipped=\"\(notRun.count)\" time=\"\(seconds)\">\n"
      for result in results { text += test(result) }
      for run in notRun {
        text += "    <testcase classname=\"\(escaped(run.conformanceCase))\" "
        text += "name=\"\(escaped(run.permutation))\"><skipped message=\"the adapter does not "
        text += "support \(escaped(run.missing.list))\"/></testcase>\n"
      }
      text += "  </testsuite>\n"
    }
    let faults = file.footer.sessionFaults
    if !faults.isEmpty {
      text += "  <testsuite name=\"sessions\" tests=\"\(faults.count)\""
      text += " failures=\"\(faults.count)\" skipped=\"0\" time=\"0\">\n"
      for fault in faults {
        text += "    <testcase classname=\"sessions\" name=\"\(escaped(fault.session))\">\n"
        text += "      <failure type=\"\(fault.verdict.rawValue)\" "
        text += "message=\"\(escaped(fault.problem))\"/>\n"
        if let error = fault.standardError {
          text += "      <system-err>\(escaped(error))</system-err>\n"
        }
        text += "    </testcase>\n"
      }
      text += "  </testsuite>\n"
    }
    return text + "</testsuites>\n"
  }

  private static func test(_ result: RunResult) -> String {
    var text = "    <testcase classname=\"\(escaped(result.conformanceCase))\" "
    text += "name=\"\(escaped(result.permutation))\" time=\"\(Double(result.milliseconds) / 1000)\""
    if result.isAsExpected { return text + "/>\n" }
    text += ">\n      <failure type=\"\(result.verdict.rawValue)\" "
    text += "message=\"\(escaped(result.summary))\">\(escaped(result.repro ?? ""))</failure>\n"
    if let error = result.standardError {
      text += "      <system-err>\(escaped(error))</system-err>\n"
    }
    return text + "    </testcase>\n"
  }

  /// `text` as XML 1.0 may have it; other characters become U+FFFD.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "&": escaped += "&amp;"
      case "\"": escaped += "&quot;"
      case "\n", "\t": escaped.unicodeScalars.append(scalar)
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
