internal import BarLakeParquetFormat
internal import BarLakeParquetReading

/// Checks how a Parquet file is made, beyond the table that it holds: that every statement in it is
/// true, and that it keeps the rules that each file of a lake must keep.
package enum PhysicalCheck {
  /// Who has to keep a rule.
  package enum Level: Int, Comparable, Sendable {
    /// Every implementation.
    case must
    /// The reference implementation; for others it is advice.
    case reference

    package static func < (one: Level, other: Level) -> Bool { one.rawValue < other.rawValue }
  }

  /// Something that is wrong with a file.
  package struct Finding: Hashable, Sendable, CustomStringConvertible {
    package var level: Level
    /// The rule of the specification that is broken. Statements of the file that are not true come
    /// under PARQ-8.1: whoever believes them reads something else.
    package var rule: String
    /// `row group 1, open, page 2`; both counted from 1.
    package var place: String
    package var problem: String

    package var description: String { "\(rule), \(place): \(problem)" }
  }

  /// All that is wrong with the file `bytes`; nothing where it is as it must be.
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

/// Findings as they are made, and the place that the checks are at.
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
