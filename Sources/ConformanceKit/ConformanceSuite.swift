package import BarLakeBytes

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The cases of a folder.
package enum ConformanceSuite {
  /// All cases of `folder`, which holds a folder for each area, which holds a folder for each case;
  /// sorted by their ids. Throws ``SuiteError`` for whatever is not a case: a folder without one, a
  /// key that is not known, a file that no case names.
  package static func load(_ folder: String) throws(SuiteError) -> [ConformanceCase] {
    var cases: [ConformanceCase] = []
    for area in try folders(in: folder) {
      for slug in try folders(in: "\(folder)/\(area)") {
        cases.append(try load("\(folder)/\(area)/\(slug)", id: "\(area).\(slug)"))
      }
    }
    return cases
  }

  /// The case in `folder`, which must have this id.
  package static func load(_ folder: String, id: String) throws(SuiteError) -> ConformanceCase {
    let path = "\(folder)/case.json"
    var loaded: ConformanceCase
    do {
      let bytes = try SuiteError.wrap { () throws(SystemError) in try FileSystem.read(path) }
      loaded = try JSONDecoder().decode(ConformanceCase.self, from: Data(bytes))
    } catch let error as SuiteError {
      throw error
    } catch {
      throw SuiteError(path: path, problem: readable(error))
    }
    if loaded.id != id {
      throw SuiteError(path: path, problem: "the id is \(loaded.id), not \(id)")
    }
    loaded.folder = folder
    try checkFiles(of: loaded)
    return loaded
  }

  /// How the name of a proposed table ends, beside the one of the case.
  package static let proposedSuffix = ".proposed.ndjson"

  /// Every table that the case names is there, and every file that is there is named.
  private static func checkFiles(of loaded: ConformanceCase) throws(SuiteError) {
    let tables = Set(loaded.expectations.flatMap(\.tables))
    let named = tables.union(loaded.steps.flatMap(\.inputs)).union(["case.json"])
    let names = try SuiteError.wrap { () throws(SystemError) in
      try FileSystem.names(in: loaded.folder)
    }
    for name in names where !named.contains(name) {
      throw SuiteError(
        path: "\(loaded.folder)/\(name)",
        problem: name.ends(with: proposedSuffix)
          ? "this table is proposed: accept it with golden accept, or remove it"
          : "the case does not name this file")
    }
    for table in tables.sorted() where !names.contains(table) {
      throw SuiteError(path: "\(loaded.folder)/\(table)", problem: "the case's table is missing")
    }
  }

  /// The names of the folders in `path`; there must be one.
  private static func folders(in path: String) throws(SuiteError) -> [String] {
    var folders: [String] = []
    for name in try SuiteError.wrap({ () throws(SystemError) in try FileSystem.names(in: path) }) {
      let status = try SuiteError.wrap { () throws(SystemError) in
        try FileSystem.status("\(path)/\(name)")
      }
      if status?.kind == .directory { folders.append(name) }
    }
    if folders.isEmpty { throw SuiteError(path: path, problem: "there is no case in this folder") }
    return folders
  }

  private static func readable(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "\(error)" }
    switch error {
    case .dataCorrupted(let context), .keyNotFound(_, let context), .typeMismatch(_, let context),
      .valueNotFound(_, let context):
      let path = context.codingPath.map(\.stringValue).joined(separator: ".")
      return path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
    @unknown default: return "\(error)"
    }
  }
}

/// A fault of the suite or of the machine that it runs on, never of what it judges.
package struct SuiteError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file or folder that is wrong.
  package var path: String
  package var problem: String

  package init(path: String, problem: String) {
    self.path = path
    self.problem = problem
  }

  package init(_ error: SystemError) {
    path = error.path
    problem = "\(error.operation): \(error.reason)"
  }

  package var description: String { "\(path): \(problem)" }

  /// Runs `body`, with what the file system reports as an error of this type.
  package static func wrap<Value>(
    _ body: () throws(SystemError) -> Value
  ) throws(SuiteError) -> Value {
    do {
      return try body()
    } catch {
      throw SuiteError(error)
    }
  }
}
