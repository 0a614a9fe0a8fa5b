internal import BarLakeParquetFormat
internal import BarLakeParquetReading

/// Checks the form of a Parquet file, apart from its table: every statement in it must be true, and
/// it must keep the rules for the files of a lake.
package enum PhysicalCheck {
  /// Whom a rule binds.
  package enum Level: Int, Comparable, Sendable {
    /// Every implementation.
    case must
    /// Only the reference implementation; for others the rule is advice.
    case reference

    package static func < (one: Level, other: Level) -> Bool { one.rawValue < other.rawValue }
  }

  /// Something that is wrong in a file.
  package struct Finding: Hashable, Sendable, CustomStringConvertible {
    package var level: Level
    /// The broken rule. False statements of a file break PARQ-8.1, because a reader that relies on
    /// them reads something else.
    package var rule: String
    /// The place, such as `row group 1, open, page 2`; both numbers count from 1.
    package var place: String
    package var problem: String

    package var description: String { "\(rule), \(place): \(problem)" }
  }

  /// All findings for the file `bytes`; empty if nothing is wrong.
  package static func findings(of bytes: [UInt8]) -> [Finding] {
    do throws(ParquetReadingError) {
      let file = try ParquetFile(bytes: bytes)
      var findings = FindingList()
      SchemaCheck.check(file, into: &findings)
      LayoutCheck.check(file, into: &findings)
      ReferenceCheck.check(file, into: &findings)
      for rowGroup in file.metadata.rowGroups.indices {
        for (column, leaf) in file.leaves.enumerated() {
          findings.place = "row group \(rowGroup + 1), \(leaf.name)"
          ChunkCheck.check(file, rowGroup: rowGroup, column: column, into: &findings)
        }
      }
      return findings.findings
    } catch {
      return [Finding(level: .must, rule: "PARQ-8.1", place: "file", problem: "\(error)")]
    }
  }
}

/// Collects findings and knows the place that is being checked.
struct FindingList {
  private(set) var findings: [PhysicalCheck.Finding] = []
  var place = "file"

  mutating func add(_ rule: String, _ problem: String, level: PhysicalCheck.Level = .must) {
    findings.append(
      PhysicalCheck.Finding(level: level, rule: rule, place: place, problem: problem))
  }

  /// Adds a finding if a number is not what it should be.
  mutating func expect<Value: Equatable>(
    _ what: String, _ found: Value, _ expected: Value, rule: String = "PARQ-8.1"
  ) {
    if found != expected { add(rule, "\(what): \(expected) expected, \(found) found") }
  }
}
