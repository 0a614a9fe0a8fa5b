internal import BarLakeBytes
internal import BarLakeParquetReading

/// Reads the files that an implementation left under a lake's root.
package enum LakeTree {
  /// The paths of all files relative to `root`, sorted by their bytes. Names that begin with `.` or
  /// `_` are ignored, because they are the implementation's own. Empty if the root does not exist.
  package static func files(under root: String) throws(SuiteError) -> [String] {
    guard try status(root) != nil else { return [] }
    var files: [String] = []
    func visit(_ folder: String, _ prefix: String) throws(SuiteError) {
      let names = try SuiteError.wrap { () throws(SystemError) in try FileSystem.names(in: folder) }
      for name in names where !name.begins(with: ".") && !name.begins(with: "_") {
        if try status("\(folder)/\(name)")?.kind == .directory {
          try visit("\(folder)/\(name)", "\(prefix)\(name)/")
        } else {
          files.append(prefix + name)
        }
      }
    }
    try visit(root, "")
    return files.sorted { $0.precedesInBytes($1) }
  }

  /// The bytes of all files, by their paths.
  static func contents(under root: String) throws(SuiteError) -> [ExactText: [UInt8]] {
    var contents: [ExactText: [UInt8]] = [:]
    for path in try files(under: root) {
      contents[ExactText(path)] = try SuiteError.wrap { () throws(SystemError) in
        try FileSystem.read("\(root)/\(path)")
      }
    }
    return contents
  }

  /// The files of `earlier` that are missing or changed under `root`.
  static func changes(
    since earlier: [ExactText: [UInt8]], under root: String
  ) throws(SuiteError) -> [Difference] {
    let contents = try contents(under: root)
    let changed = earlier.keys.filter { contents[$0] != earlier[$0] }
    return changed.sorted { $0.text.precedesInBytes($1.text) }.map { path in
      Difference(
        path.text, expected: "the same bytes",
        found: contents[path].map { "\($0.count) other bytes" } ?? "nothing")
    }
  }

  private static func status(_ path: String) throws(SuiteError) -> FileStatus? {
    try SuiteError.wrap { () throws(SystemError) in try FileSystem.status(path) }
  }
}

extension Expectation {
  /// The differences of the files under `root`: first of the set of files, then the first
  /// difference of each table and the findings of its file, then of the metadata. Tables are in
  /// `folder`.
  func differences(
    fromFilesUnder root: String, tablesIn folder: String
  ) throws(SuiteError) -> [Difference] {
    var differences: [Difference] = []
    if let tree {
      let files = try LakeTree.files(under: root)
      let found = Set(files.map(ExactText.init))
      let tables = Dictionary(uniqueKeysWithValues: tree.map { (ExactText($0.key), $0.value) })
      let expected = tree.keys.sorted()
      let missing = expected.filter { !found.contains(ExactText($0)) }
      let unexpected = files.filter { tables[ExactText($0)] == nil }
      differences += missing.map { Difference($0, expected: "a file", found: "nothing") }
      differences += unexpected.map { Difference($0, expected: "nothing", found: "a file") }
      for path in expected where found.contains(ExactText(path)) {
        guard case .some(.some(let name)) = tables[ExactText(path)] else { continue }
        let table = try ExpectedTable.load("\(folder)/\(name)")
        let bytes = try SuiteError.wrap { () throws(SystemError) in
          try FileSystem.read("\(root)/\(path)")
        }
        differences += Expectation.differences(of: bytes, from: table, at: path)
      }
    }
    for (date, name) in (together ?? [:]).sorted(by: { $0.key < $1.key }) {
      let table = try ExpectedTable.load("\(folder)/\(name)")
      differences += try Expectation.differences(
        ofFilesUnder: root, date: date, from: table)
    }
    for (path, values) in (metadata ?? [:]).sorted(by: { $0.key < $1.key }) {
      differences += Expectation.differences(
        ofMetadataIn: "\(root)/\(path)", from: values, at: path)
    }
    return differences
  }

  static func differences(
    of bytes: [UInt8], from table: ExpectedTable, at path: String
  ) -> [Difference] {
    do throws(ParquetReadingError) {
      let file = try ParquetFile(bytes: bytes)
      let difference = TableComparison.firstDifference(of: file, from: table, at: path)
      let findings = PathCheck.findings(of: file, at: path) + PhysicalCheck.findings(of: bytes)
      return [difference].compactMap { $0 }
        + findings.map { Difference($0, at: path) }
    } catch {
      return [Difference(path, expected: "a Parquet file", found: error)]
    }
  }

  private static func differences(
    ofMetadataIn file: String, from expected: [String: String], at path: String
  ) -> [Difference] {
    do throws(ParquetReadingError) {
      let file = try ParquetFile(path: file)
      return expected.sorted { $0.key < $1.key }.compactMap { key, value in
        let found = file.metadataValue(key)
        if found != nil, value == "*" || TableComparison.areEqual(value, found) { return nil }
        var difference = Difference(
          "\(path), metadata \(key)", expected: value, found: found ?? "nothing")
        // Only the reference must write these keys.
        difference.rule = "PARQ-6.1"
        difference.level = .reference
        return difference
      }
    } catch {
      return [Difference(path, expected: "a Parquet file", found: error)]
    }
  }
}
