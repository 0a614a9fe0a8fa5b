internal import BarLakeBytes

extension ExpectedTable {
  /// The rows of each value of the column `name`, in their order and without that column; nil if
  /// there is no such column.
  ///
  /// The keys are the bytes of the values, because texts that only Unicode treats as equal are
  /// different.
  func parts(by name: String) -> [[UInt8]: ExpectedTable]? {
    guard let index = columns.firstIndex(where: { $0.name.isSame(as: name) }) else { return nil }
    var columns = columns
    columns.remove(at: index)
    var parts: [[UInt8]: ExpectedTable] = [:]
    for row in rows {
      var cells = row
      let key = Array((cells.remove(at: index) ?? "").utf8)
      parts[key, default: ExpectedTable(columns: columns, rows: [])].rows.append(cells)
    }
    return parts
  }
}

extension Expectation {
  /// The differences between the table of a whole date and the files of the date under `root`,
  /// which are partitioned by symbol.
  static func differences(
    ofFilesUnder root: String, date: String, from table: ExpectedTable
  ) throws(SuiteError) -> [Difference] {
    var differences: [Difference] = []
    guard var missing = table.parts(by: "symbol") ?? table.parts(by: "underlying") else {
      throw SuiteError(path: date, problem: "the table has no column symbol and none underlying")
    }
    for path in try LakeTree.files(under: root) {
      let parsed: LakePath
      do throws(LakePath.Fault) {
        parsed = try LakePath(path)
      } catch {
        differences.append(Difference(path, expected: "a path of a lake", found: error.problem))
        continue
      }
      guard parsed.date == date else { continue }
      guard let partition = parsed.partition,
        let part = missing.removeValue(forKey: Array(partition.value.utf8))
      else {
        differences.append(Difference(path, expected: "nothing", found: "a file"))
        continue
      }
      let bytes = try SuiteError.wrap { () throws(SystemError) in
        try FileSystem.read("\(root)/\(path)")
      }
      differences += Expectation.differences(of: bytes, from: part, at: path)
    }
    let values = missing.keys.map { String(decoding: $0, as: UTF8.self) }.sorted()
    return differences + values.map { Difference($0, expected: "a file", found: "nothing") }
  }
}
