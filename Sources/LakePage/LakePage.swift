package import BarLake
internal import BarLakeBytes
internal import BarLakeCommandSupport
internal import BarLakePages
package import LakeInspection

/// A lake as one page of HTML: what it has and lacks of each data type, the last syncs, and a
/// calendar with a cell for each day.
///
/// Source: `docs/spec.md`, STATUS-5.
package struct LakePage {
  private let status: LakeStatus
  private let calendar: LakeCalendar
  private let records: [MarketDataType: SyncRecord]
  private let root: String
  private let made: String
  private let only: MarketDataType?

  /// - Parameters:
  ///   - status: what the lake has.
  ///   - calendar: its months, made from `status`.
  ///   - records: what the last sync of each data type did, where that is recorded.
  ///   - root: the path of the lake, for people.
  ///   - made: when the page is made, a text of ``UTCTime``.
  ///   - only: the only data type that was looked at; nil for all.
  package init(
    _ status: LakeStatus, _ calendar: LakeCalendar, records: [MarketDataType: SyncRecord],
    root: String, made: String, only: MarketDataType? = nil
  ) {
    self.status = status
    self.calendar = calendar
    self.records = records
    self.root = root
    self.made = made
    self.only = only
  }

  /// The whole page.
  package var text: String {
    PageDocument(
      title: title, lead: lead, sections: sections, footer: [.element("p", footer)],
      style: LakeStyle.source, script: LakeScript.source
    ).text
  }

  /// The last name of the path.
  private var title: String {
    let names = root.parts(separatedBy: "/").filter { !$0.isEmpty && !$0.isSame(as: ".") }
    return "Lake \(names.last ?? root)"
  }

  private var lead: [HTML] {
    let types = status.dataTypes
    var lead: [HTML] = [
      .element(
        "p", ["class": "muted place"],
        [
          .element("code", root),
          HTML(" · expected up to \(calendar.until) · as of \(made.moment)"),
        ])
    ]
    if types.isEmpty {
      lead.append(
        .element("p", only.map { "The lake has no \($0.rawValue)." } ?? "The lake is empty."))
    } else if types.count > 1 {
      let figures = [
        (Text.grouped(types.count), "data types"),
        (Text.grouped(types.reduce(0) { $0 + $1.done.count }), "dates"),
        (Text.grouped(types.reduce(0) { $0 + $1.rowCount }), "rows"),
        (ByteCountText.text(types.reduce(0) { $0 + $1.byteCount }), ""),
      ]
      lead.append(
        .element(
          "p", ["class": "totals"],
          figures.map { .element("span", [.element("b", $0), HTML(" \($1)")]) }))
    }
    return lead
  }

  private var sections: [PageDocument.Section] {
    let types = zip(status.dataTypes, calendar.dataTypes).map { type, months in
      (
        type.dataType.rawValue, type.dataType.rawValue,
        TypeSection(type, months, records[type.dataType]).html
      )
    }
    let staged = status.staged.map { $0.path + ($0.isInProgress ? " (in progress)" : "") }
    if staged.isEmpty { return types }
    return types + [("left-over", "Being written, or left over", DayLists.lines(staged))]
  }

  private var footer: [HTML] {
    [
      HTML("Made by "), .element("code", "barlake status --html"),
      HTML(
        " from manifests and names of files; no data file was opened. A number of rows is unusual "
          + "if it is far from the median of the trading days around it."),
    ]
  }
}
