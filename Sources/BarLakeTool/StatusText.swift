import BarLake
import BarLakeBytes
import BarLakeCommandSupport
import LakeInspection

/// The status of a lake as text: a few lines per data type.
enum StatusText {
  /// - Parameter type: the only data type that was looked at; nil for all.
  static func lines(_ status: LakeStatus, of type: MarketDataType?) -> [String] {
    rawLines(status, of: type).map(\.escapingControls)
  }

  /// What a lake without anything is said to be.
  static func nothing(of type: MarketDataType?) -> String {
    type.map { "the lake has no \($0.rawValue)" } ?? "the lake is empty"
  }

  private static func rawLines(_ status: LakeStatus, of only: MarketDataType?) -> [String] {
    var lines = status.dataTypes.flatMap { type in
      [heading(of: type)] + details(of: type).map { "  " + label($0) + $1 }
    }
    if status.dataTypes.isEmpty { lines.append(nothing(of: only)) }
    if !status.staged.isEmpty {
      let folders = status.staged.map { $0.path + ($0.isInProgress ? " (in progress)" : "") }
      lines.append("staged: " + cut(folders))
    }
    return lines
  }

  private static func heading(of type: DataTypeStatus) -> String {
    guard let profile = type.profile, let partitioning = type.partitioning else {
      return "\(type.dataType.rawValue)  no readable settings"
    }
    var parts = [profile.rawValue, "by \(partitioning.rawValue)"]
    if type.embedPartitionColumns == true { parts.append("partition columns embedded") }
    parts += (type.extraColumns ?? []).map { "\($0.name):\($0.type.rawValue)" }
    return "\(type.dataType.rawValue)  \(parts.joined(separator: ", "))"
  }

  private static func details(of type: DataTypeStatus) -> [(String, String)] {
    var details: [(String, String)] = []
    let sizes =
      "\(Text.count(type.fileCount, "file")), \(Text.count(type.rowCount, "row")), "
      + ByteCountText.text(type.byteCount)
    if let first = type.done.first, let last = type.done.last {
      let range = first == last ? "\(first)" : "\(first) to \(last)"
      details.append(("done", "\(Text.count(type.done.count, "date")), \(range); \(sizes)"))
    } else {
      details.append(("done", "no date"))
    }
    for (name, dates) in [("missing", type.missing), ("not trading", type.notTradingDays)]
    where !dates.isEmpty {
      details.append((name, "\(Text.count(dates.count, "date")): \(DateRange.text(of: dates))"))
    }
    if !type.filtered.isEmpty {
      let dates = type.filtered.map { "\($0.date) (\(Text.count($0.symbolCount, "symbol")))" }
      details.append(("some symbols", "\(Text.count(dates.count, "date")): \(cut(dates))"))
    }
    if !type.unfinished.isEmpty {
      let dates = type.unfinished.map { date in
        let reasons = (date.isInProgress ? ["in progress"] : []) + date.reasons
        return "\(date.date) (\(reasons.joined(separator: ", ")))"
      }
      details.append(("unfinished", cut(dates)))
    }
    if !type.doubtful.isEmpty {
      let dates = type.doubtful.map { date in
        let counts = date.counts.named.filter { $0.count > 0 }.map { "\($0.name) \($0.count)" }
        return "\(date.date) (\(counts.joined(separator: ", ")))"
      }
      details.append(("doubtful", cut(dates)))
    }
    if !type.foreign.isEmpty { details.append(("foreign", cut(type.foreign))) }
    return details
  }

  /// The largest number of dates or paths in a line.
  private static let limit = 5

  /// The first texts, and how many more there are.
  static func cut(_ texts: [String]) -> String {
    let left = texts.count - limit
    return texts.prefix(limit).joined(separator: ", ") + (left > 0 ? " and \(left) more" : "")
  }

  private static func label(_ name: String) -> String {
    name + String(repeating: " ", count: 13 - name.count)
  }
}
