internal import BarLakeAdapterProtocol
internal import BarLakeBytes
internal import BarLakeConformanceKit

extension ResultFile {
  /// Results that do not have the form of `Conformance/schemas/results.json`.
  package struct Malformed: Error, Equatable, CustomStringConvertible {
    package var description: String
  }

  /// Reads whole results; those without a footer are ``Malformed`` here.
  package init(path: String) throws {
    let received = try ReceivedResults(path: path)
    if received.isCut { throw Malformed(description: "\(path): there is no footer") }
    self = received.file
  }
}

/// Results as somebody sent them, of which nothing is believed but what has the form of
/// `Conformance/schemas/results.json`.
///
/// Every line is one of the known types with the known members and values in range, no run is there
/// twice, the header is first, and nothing follows the footer. Results without a footer are those
/// of a run that broke off, or that were cut: a last line without its line feed, which is no whole
/// line, is then left out.
package struct ReceivedResults: Sendable {
  package let path: String
  package let file: ResultFile
  /// Whether there is no footer.
  package let isCut: Bool

  /// A file of more bytes is not read: it would be a million runs.
  private static let byteLimit = 1 << 30

  package init(path: String) throws {
    if let status = try FileSystem.status(path), status.byteCount > Self.byteLimit {
      throw ResultFile.Malformed(description: "\(path): more than \(Self.byteLimit) bytes")
    }
    try self.init(try FileSystem.read(path), path: path)
  }

  /// `path` is what errors call the bytes.
  package init(_ bytes: [UInt8], path: String) throws(ResultFile.Malformed) {
    var lines = LinesRead()
    var parts = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let rest = parts.removeLast()
    for (index, line) in parts.enumerated() {
      do {
        try lines.take(line, number: index + 1)
      } catch {
        throw ResultFile.Malformed(description: "\(path), line \(index + 1): \(error)")
      }
    }
    if !rest.isEmpty {
      let number = parts.count + 1
      do {
        try lines.take(rest, number: number)
      } catch {
        // What is no JSON is the line that was being written when it broke off.
        let isWhole = (try? AdapterProtocol.message(JSONValue.self, from: rest)) != nil
        if isWhole || lines.header == nil || lines.footer != nil {
          throw ResultFile.Malformed(description: "\(path), line \(number): \(error)")
        }
      }
    }
    guard let header = lines.header else {
      throw ResultFile.Malformed(description: "\(path): there is no header")
    }
    self.path = path
    isCut = lines.footer == nil
    file = ResultFile(
      header: header, results: lines.results, notRun: lines.notRun, memory: lines.memory,
      footer: lines.footer ?? ResultFile.Footer(cutAfter: lines.results, lines.notRun))
  }
}

/// The lines that were read so far.
private struct LinesRead {
  var header: ResultFile.Header?
  var results: [RunResult] = []
  var notRun: [NotRun] = []
  var memory: [MemoryResult] = []
  var footer: ResultFile.Footer?
  /// The line of each run and of each measurement of memory.
  private var places: [ExactText: Int] = [:]

  private struct Fault: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
  }

  private struct LineType: Decodable {
    enum Name: String, Decodable {
      case header, run, memory, footer
      case notRun = "not-run"
    }
    var type: Name
  }

  mutating func take(_ bytes: ArraySlice<UInt8>, number: Int) throws {
    if footer != nil { throw Fault("there is a line after the footer") }
    let type = try AdapterProtocol.message(LineType.self, from: bytes).type
    if (type == .header) != (header == nil) {
      throw Fault(header == nil ? "the first line is not a header" : "there is a second header")
    }
    switch type {
    case .header: header = try decoded(ResultFile.Header.self, bytes)
    case .run:
      let result = try decoded(RunResult.self, bytes)
      try note("the run \(result.name)", number)
      results.append(result)
    case .notRun:
      let run = try decoded(NotRun.self, bytes)
      try note("the run \(run.name)", number)
      notRun.append(run)
    case .memory:
      let record = try decoded(MemoryResult.self, bytes)
      try note("the memory of \(record.name), attempt \(record.attempt)", number)
      memory.append(record)
    case .footer: footer = try decoded(ResultFile.Footer.self, bytes)
    }
  }

  private mutating func note(_ subject: String, _ number: Int) throws {
    if let earlier = places.updateValue(number, forKey: ExactText(subject)) {
      throw Fault("\(subject) is in line \(earlier) already")
    }
  }

  /// The line, if it has no other members than it would have if this program had written it.
  private func decoded<Line: Codable & CheckedLine>(
    _ type: Line.Type, _ bytes: ArraySlice<UInt8>
  ) throws -> Line {
    let line = try AdapterProtocol.message(type, from: bytes)
    var check = MemberCheck()
    line.check(&check)
    if let problem = check.problem { throw Fault(problem) }
    let written = try AdapterProtocol.line(line)
    if !written.dropLast().elementsEqual(bytes) {
      let given = try AdapterProtocol.message(JSONValue.self, from: bytes)
      let known = try AdapterProtocol.message(JSONValue.self, from: written)
      if let member = given.member(unknownTo: known) { throw Fault("\(member): no such member") }
      // Readers differ in which of two members of a name they take.
      if Self.stringCount(in: bytes) != Self.stringCount(in: written) {
        throw Fault("a member is there twice")
      }
    }
    return line
  }

  /// The number of names and texts in a line of JSON.
  private static func stringCount(in line: some Sequence<UInt8>) -> Int {
    var (count, isInside, isEscaped) = (0, false, false)
    for byte in line {
      if isEscaped {
        isEscaped = false
      } else if isInside, byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isInside.toggle()
        count += isInside ? 1 : 0
      }
    }
    return count
  }
}

extension JSONValue {
  /// The path of the first member that `known` does not have, if there is one.
  fileprivate func member(unknownTo known: JSONValue) -> String? {
    switch (self, known) {
    case (.object(let members), .object(let others)):
      for (name, value) in members.sorted(by: { $0.key < $1.key }) {
        guard let other = others[name] else { return name }
        if let inner = value.member(unknownTo: other) { return "\(name).\(inner)" }
      }
    case (.array(let values), .array(let others)):
      for (index, pair) in zip(values, others).enumerated() {
        if let inner = pair.0.member(unknownTo: pair.1) { return "Index \(index).\(inner)" }
      }
    default: break
    }
    return nil
  }
}

/// A line with values that are to be looked at after its types are right.
private protocol CheckedLine {
  func check(_ check: inout MemberCheck)
}

/// The first member that is out of its range, as `Conformance/schemas/results.json` has them.
private struct MemberCheck {
  private(set) var problem: String?

  /// More than a hundred days.
  static let milliseconds = 0...10_000_000_000
  /// Whole numbers up to here are exact in every language's JSON.
  static let bytes = 1...(1 << 53)
  static let sizes = 0...bytes.upperBound
  static let changes = -bytes.upperBound...bytes.upperBound
  static let counts = 0...1_000_000_000
  static let attempts = 1...2

  mutating func require(_ isRight: Bool, _ member: String, _ rule: String) {
    if !isRight, problem == nil { problem = "\(member): \(rule)" }
  }

  mutating func require(_ value: Int?, in range: ClosedRange<Int>, _ member: String) {
    require(
      value.map(range.contains) ?? true, member,
      "not from \(range.lowerBound) to \(range.upperBound)")
  }

  mutating func require(_ value: Double, in range: ClosedRange<Double>, _ member: String) {
    require(
      range.contains(value), member, "not from \(range.lowerBound) to \(range.upperBound)")
  }
}

extension ResultFile.Header: CheckedLine {
  fileprivate func check(_ check: inout MemberCheck) {
    check.require(format, in: 1...1, "format")
    let digits = "0123456789abcdef".utf8
    check.require(
      suite.digest.utf8.count == 64 && suite.digest.utf8.allSatisfy(digits.contains),
      "suite.digest", "not a SHA-256 in hexadecimal")
    check.require(Self.isTime(started), "started", "not a time such as 2026-01-31T12:00:00Z")
    check.require(host.processors, in: 1...1_000_000, "host.processors")
    check.require(host.slowness, in: 1...1_000_000, "host.slowness")
    check.require(host.probeByteCount, in: MemberCheck.bytes, "host.probe_bytes")
    check.require(
      contact.map(Self.isContact) ?? true, "contact",
      "not a text of 1 to \(Self.contactLimit) characters")
  }

  /// `0000-00-00T00:00:00Z`.
  private static func isTime(_ text: String) -> Bool {
    let form = "0000-00-00T00:00:00Z".utf8
    return text.utf8.count == form.count
      && zip(text.utf8, form).allSatisfy { byte, wanted in
        wanted == UInt8(ascii: "0")
          ? UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte : byte == wanted
      }
  }

  private static let contactLimit = 200

  /// Whether results can have this contact: 1 to 200 characters, not blanks alone.
  package static func isContact(_ text: String) -> Bool {
    (1...contactLimit).contains(text.unicodeScalars.count)
      && !text.utf8.allSatisfy { $0 == UInt8(ascii: " ") }
  }
}

extension RunResult: CheckedLine {
  fileprivate func check(_ check: inout MemberCheck) {
    check.require(milliseconds, in: MemberCheck.milliseconds, "milliseconds")
    check.require(peakByteCount, in: MemberCheck.bytes, "peak_bytes")
    check.require(difference?.line, in: MemberCheck.bytes, "difference.line")
    check.require((attempts?.count ?? 2) >= 2, "attempts", "fewer than two")
  }
}

extension NotRun: CheckedLine {
  fileprivate func check(_ check: inout MemberCheck) {
    check.require(!missing.isEmpty, "missing", "empty")
  }
}

extension MemoryResult: CheckedLine {
  fileprivate func check(_ check: inout MemberCheck) {
    for (index, point) in series.enumerated() {
      let place = "series.Index \(index)"
      check.require(point.csvByteCount, in: MemberCheck.bytes, "\(place).csv_bytes")
      check.require(point.peakByteCount, in: MemberCheck.sizes, "\(place).peak_bytes")
      check.require(point.baselineByteCount, in: MemberCheck.sizes, "\(place).baseline_bytes")
    }
    check.require(attempt, in: MemberCheck.attempts, "attempt")
    check.require(capByteCount, in: MemberCheck.bytes, "cap_bytes")
    if let slope { check.require(slope, in: -1_000_000...1_000_000, "slope") }
    check.require(
      ![.expectedFail, .unexpectedPass, .suiteBug].contains(verdict), "verdict",
      "not of a measurement")
    check.require(leakByteCount, in: MemberCheck.changes, "leak_bytes")
    check.require(difference?.line, in: MemberCheck.bytes, "difference.line")
  }
}

extension ResultFile.Footer: CheckedLine {
  fileprivate func check(_ check: inout MemberCheck) {
    check.require(seconds, in: 0...10_000_000_000, "seconds")
    for (name, count) in verdicts.sorted(by: { $0.key < $1.key }) {
      check.require(Verdict(rawValue: name) != nil, "verdicts.\(name)", "no such verdict")
      check.require(count, in: MemberCheck.counts, "verdicts.\(name)")
    }
    check.require(notRun, in: MemberCheck.counts, "not_run")
    check.require(notReached, in: MemberCheck.counts, "not_reached")
    for (index, fault) in sessionFaults.enumerated() {
      check.require(
        [.crash, .timeout, .protocol].contains(fault.verdict),
        "session_faults.Index \(index).verdict", "not crash, timeout or protocol")
    }
    for (index, claim) in claims.enumerated() {
      let place = "claims.Index \(index)"
      for (name, count) in [
        ("must", claim.must), ("should", claim.should), ("reference", claim.reference),
      ] {
        check.require(count.passed, in: MemberCheck.counts, "\(place).\(name).passed")
        check.require(count.runs, in: MemberCheck.counts, "\(place).\(name).runs")
      }
      check.require(claim.notRun, in: MemberCheck.counts, "\(place).not_run")
    }
  }
}
