internal import BarLakeBytes

extension FileReport {
  /// The report for people. Lines have at most about 160 characters, and long texts are cut. The
  /// pages of a chunk are counted, not listed.
  package var text: String {
    var lines = [
      "\(grouped(rowCount)) rows in \(counted(rowGroups.count, "row group")), "
        + "\(grouped(byteCount)) bytes",
      "Written by \(writer), format version \(version)",
      "", "Schema",
    ]
    lines += schemaLines
    if !keyValueMetadata.isEmpty {
      lines += ["", "Metadata"]
      var table = TextTable(["key", "value"])
      for entry in keyValueMetadata {
        table.append([shown(entry.key, 40), shown(entry.value ?? "", 80)])
      }
      lines += table.lines.dropFirst()
    }
    for (index, rowGroup) in rowGroups.enumerated() {
      lines += [
        "",
        "Row group \(index + 1): \(grouped(rowGroup.rowCount)) rows, "
          + "\(grouped(rowGroup.uncompressedByteCount)) bytes, "
          + "\(grouped(rowGroup.compressedByteCount)) compressed",
      ]
      lines += rowGroup.lines
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var writer: String { createdBy.map { shown($0, 80) } ?? "an unknown writer" }

  private var schemaLines: [String] {
    var table = TextTable(["name", "physical type", "logical type", "converted type", "repetition"])
    for field in schema {
      let length = field.typeLength.map { "(\($0))" } ?? ""
      table.append([
        String(repeating: "  ", count: min(field.depth, 20)) + shown(field.name, 40),
        (field.physicalType ?? "group") + (field.physicalType == nil ? "" : length),
        field.logicalType ?? "", field.convertedType ?? "", field.repetition ?? "",
      ])
    }
    return table.lines
  }
}

extension RowGroupReport {
  fileprivate var lines: [String] {
    var table = TextTable(
      ["column", "codec", "encodings", "bytes", "compressed", "pages", "nulls", "min", "max"],
      rightAligned: [3, 4, 5, 6])
    for column in columns {
      table.append([
        shown(column.path, 40), column.codec, column.encodings.joined(separator: " "),
        grouped(column.uncompressedByteCount), grouped(column.compressedByteCount),
        column.pages.map { grouped($0.count) } ?? "",
        column.statistics?.nullCount.map { grouped($0) } ?? "",
        shown(column.statistics?.min ?? "", 30), shown(column.statistics?.max ?? "", 30),
      ])
    }
    return table.lines
  }
}

/// `1 row group`, `2 row groups`.
private func counted(_ count: Int, _ noun: String) -> String {
  "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
}

/// A number with a comma before every three digits.
private func grouped(_ number: Int) -> String {
  let digits = String(number.magnitude)
  var text = number < 0 ? "-" : ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { text += "," }
    text.append(digit)
  }
  return text
}

/// A text on one line, escaped for a terminal and cut to `limit` scalars.
private func shown(_ text: String, _ limit: Int) -> String {
  let cut = String(text.unicodeScalars.prefix(limit)).escapingControls
  return text.unicodeScalars.dropFirst(limit).isEmpty ? cut : cut + "…"
}
