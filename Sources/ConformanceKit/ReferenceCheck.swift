internal import BarLakeBytes
internal import BarLakeParquetFormat
internal import BarLakeParquetReading

/// Checks the rules of whole files that the reference implementation keeps.
enum ReferenceCheck {
  /// The number of rows in every row group except the last.
  private static let rowGroupRowCount: Int64 = 100_000

  static func check(_ file: ParquetFile, into findings: inout FindingList) {
    let metadata = file.metadata
    findings.place = "file"
    for (index, rowGroup) in metadata.rowGroups.enumerated() {
      let isLast = index == metadata.rowGroups.count - 1
      let isRight =
        isLast
        ? (1...rowGroupRowCount).contains(rowGroup.rowCount) : rowGroup.rowCount == rowGroupRowCount
      if !isRight {
        findings.add(
          "PARQ-3.1",
          "row group \(index + 1) of \(metadata.rowGroups.count) has \(rowGroup.rowCount) rows",
          level: .reference)
      }
    }
    let orders = metadata.columnOrders ?? []
    if orders.count != file.leaves.count || orders.contains(where: { $0 != .typeDefined }) {
      findings.add("PARQ-4.4", "the column orders are not set", level: .reference)
    }
    if !isWriterName(metadata.createdBy ?? "") {
      findings.add(
        "PARQ-6.7", "created_by is \"\(metadata.createdBy ?? "")\"", level: .reference)
    }
    checkKeys(of: file, into: &findings)
  }

  private static func checkKeys(of file: ParquetFile, into findings: inout FindingList) {
    let names = (file.metadata.keyValueMetadata ?? []).map(\.key)
    for name in Set(names) where names.count(where: { $0 == name }) > 1 {
      findings.add("PARQ-6.1", "the key \(name) is there more than once", level: .reference)
    }
    let required = [
      ("data_type", "PARQ-6.1"), ("date", "PARQ-6.1"), ("profile", "PARQ-6.1"),
      ("partitioning", "PARQ-6.1"), ("filter", "PARQ-6.2"), ("spec_version", "PARQ-6.3"),
    ]
    for (name, rule) in required where file.metadataValue("barlake.\(name)") == nil {
      findings.add(rule, "the key barlake.\(name) is missing", level: .reference)
    }
    if let version = file.metadataValue("barlake.spec_version"), version != "1.1" {
      findings.add("PARQ-6.3", "barlake.spec_version is \(version)", level: .reference)
    }
    if let count = file.metadataValue("barlake.rounded_volumes"), (Int(count) ?? 0) <= 0 {
      findings.add("PARQ-6.4", "barlake.rounded_volumes is \(count)", level: .reference)
    }
    let isClassic = file.metadataValue("barlake.profile") == "classic"
    if names.contains("ARROW:schema") != isClassic {
      findings.add(
        "PARQ-6.5", isClassic ? "ARROW:schema is missing" : "ARROW:schema is there",
        level: .reference)
    }
    if names.contains("pandas") {
      findings.add("PARQ-6.6", "the key pandas is there", level: .reference)
    }
  }

  /// Whether `text` has the form `application version number (build hash)`.
  static func isWriterName(_ text: String) -> Bool {
    let words = text.parts(separatedBy: " ")
    guard words.count >= 5, !words[0].isEmpty, words[words.count - 4] == "version",
      words[words.count - 2] == "(build", let last = words.last, last.ends(with: ")"),
      last.utf8.count > 1
    else { return false }
    let numbers = words[words.count - 3].parts(separatedBy: ".")
    return numbers.count >= 2
      && numbers.allSatisfy { part in
        part.utf8.contains { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
      }
  }
}
