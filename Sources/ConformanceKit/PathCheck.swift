internal import BarLakeColumnar
internal import BarLakeParquetFormat
internal import BarLakeParquetReading

/// Checks that a lake can have a data file at this path, and that path and content agree.
enum PathCheck {
  /// The findings for `file` at `path`, which is relative to the root.
  static func findings(of file: ParquetFile, at path: String) -> [PhysicalCheck.Finding] {
    var findings = FindingList()
    findings.place = "path"
    do throws(LakePath.Fault) {
      check(file, at: try LakePath(path), into: &findings)
    } catch {
      findings.add(error.rule, error.problem)
    }
    return findings.findings
  }

  private static func check(
    _ file: ParquetFile, at path: LakePath, into findings: inout FindingList
  ) {
    let partitioning = path.partition == nil ? "date" : "symbol"
    let told = [("data_type", path.dataType), ("date", path.date), ("partitioning", partitioning)]
    for (key, value) in told {
      let found = file.metadataValue("barlake.\(key)")
      if !TableComparison.areEqual(found, value) {
        findings.add(
          "PARQ-6.1", "barlake.\(key) is \(found ?? "missing"), the path tells \(value)",
          level: .reference)
      }
    }
    // A column that a folder names is stored only with `embed_partition_columns`, and then with the
    // value that the folder names.
    var values = ["year": number(path.year), "month": number(path.month)]
    if let partition = path.partition { values[partition.column] = partition.value }
    check(file, hasOnly: values, rule: "PART-5.2", into: &findings)
    check(file, hasOnly: ["date": path.date], rule: "TYPE-12.1", into: &findings)
  }

  /// Digits without leading zeroes.
  private static func number(_ digits: String) -> String {
    String(digits.dropLast().drop { $0 == "0" }) + digits.suffix(1)
  }

  /// Checks that each of these columns, if the file has it, holds one value in all rows.
  private static func check(
    _ file: ParquetFile, hasOnly values: [String: String], rule: String,
    into findings: inout FindingList
  ) {
    for (index, leaf) in file.leaves.enumerated() {
      guard let expected = values[leaf.name], let type = leaf.dataType else { continue }
      for rowGroup in file.metadata.rowGroups.indices {
        // A chunk that cannot be read is reported by other checks.
        guard let content = try? file.readColumnChunk(rowGroup: rowGroup, column: index) else {
          continue
        }
        let other = (0..<content.column.count).first { row in
          !TableComparison.areEqual(CellText.text(content.column, row: row, type: type), expected)
        }
        if let other {
          let found = CellText.text(content.column, row: other, type: type) ?? "null"
          findings.add(
            rule, "\(leaf.name) is \(found) in row \(other + 1) of row group \(rowGroup + 1)")
        }
      }
    }
  }
}
