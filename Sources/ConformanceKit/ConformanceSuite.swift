internal import BarLakeAdapterProtocol
package import BarLakeBytes

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Loads the cases of a folder.
package enum ConformanceSuite {
  /// Loads all cases of `folder`, sorted by id. The folder contains one folder per area, and each
  /// of these one folder per case. Throws ``SuiteError`` for a folder without a case, an unknown
  /// key, or a file that no case names.
  package static func load(_ folder: String) throws(SuiteError) -> [ConformanceCase] {
    var cases: [ConformanceCase] = []
    for area in try folders(in: folder) {
      for slug in try folders(in: "\(folder)/\(area)") {
        cases.append(try load("\(folder)/\(area)/\(slug)", id: "\(area).\(slug)"))
      }
    }
    return cases
  }

  /// Loads the case in `folder`, which must have this id.
  package static func load(_ folder: String, id: String) throws(SuiteError) -> ConformanceCase {
    let path = "\(folder)/case.json"
    var loaded: ConformanceCase
    do {
      let bytes = try SuiteError.wrap { () throws(SystemError) in try FileSystem.read(path) }
      loaded = try JSONDecoder().decode(ConformanceCase.self, from: Data(bytes))
    } catch let error as SuiteError {
      throw error
    } catch {
      throw SuiteError(path: path, problem: MalformedJSON(error).description)
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

  /// Checks that every table named by the case exists, and that the case names every file.
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

  /// The names of the folders in `path`; there must be at least one.
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
}

/// A fault of the suite or of the machine, never of the implementation that is judged.
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

  /// Runs `body` and turns an error of the file system into an error of this type.
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
