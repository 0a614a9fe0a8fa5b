import BarLakeBytes
import BarLakeConformanceKit
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A temporary folder that is removed with the object.
final class TemporaryFolder {
  let path: String

  init() throws {
    let root = FileManager.default.temporaryDirectory.path
    path = "\(root)/barlake-\(FileSystem.randomIdentifier())"
    try FileSystem.createDirectories(path)
  }

  deinit { try? FileSystem.removeTree(path) }

  /// Makes a file with the folders above it.
  func write(_ text: String, to name: String) throws {
    let target = "\(path)/\(name)"
    try FileSystem.createDirectories(FileSystem.parent(of: target))
    try FileSystem.write(Array(text.utf8), to: target)
  }
}

/// The text of a case with these parts.
func caseText(
  _ matrix: String = "", id: String = "csv.one", input: String = "in.csv",
  steps: String? = nil, expect: String = #"{"status": "success", "result": {"records": 1}}"#
) -> String {
  let ingest = """
    {"op": "ingest", "data_type": "stocks_daily", "date": "2024-01-02", "input": "\(input)",
     "config": {}}
    """
  return """
    {"id": "\(id)", "since": "1.0.0", "level": "must", "title": "One bar",
     "clauses": {"asserts": ["TYPE-1.1"], "touches": []}, "requires": ["stocks_daily"], \(matrix)
     "steps": [\(steps ?? ingest)], "expect": \(expect),
     "provenance": {"class": "hand", "oracle": "agrees"}}
    """
}

/// The case that is loaded from ``caseText(_:id:input:steps:expect:)``; no files but the case.
func loadCase(_ matrix: String, input: String = "in.csv") throws -> ConformanceCase {
  let folder = try TemporaryFolder()
  try folder.write(caseText(matrix, input: input), to: "case.json")
  return try ConformanceSuite.load(folder.path, id: "csv.one")
}
