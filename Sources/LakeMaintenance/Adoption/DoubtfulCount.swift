internal import BarLake
internal import BarLakeAudit
internal import BarLakeBytes
internal import BarLakeColumnar
internal import BarLakeParquetFormat
internal import BarLakeParquetReading

/// Counts the doubtful bars of a date that is one file, as an ingest counts them: its rows have the
/// order of the input.
///
/// Source: `docs/spec.md`, BAR-1 and MAINT-3.
enum DoubtfulCount {
  /// The most rows of a row group of which six columns are held at once. Only other programs write
  /// larger ones.
  private static let rowLimit: Int64 = 1 << 20

  /// The counts of the file of a date, which was verified; nil if a row group is too large.
  static func bars(
    of layout: LakeLayout, profile: Profile
  ) throws(ParquetReadingError) -> DoubtfulBars? {
    let file = try ParquetFile(path: layout.absolute(layout.file))
    let rowCounts = file.metadata.rowGroups.map(\.rowCount)
    if rowCounts.contains(where: { $0 > rowLimit }) { return nil }
    var audit = BarAudit(dataType: layout.dataType, isStrict: false, tickerField: 0)
    let ticker = layout.dataType.isOption ? LakeColumn.ticker : .symbol
    for (number, rowCount) in rowCounts.enumerated() where rowCount > 0 {
      func column(_ column: LakeColumn) throws(ParquetReadingError) -> Column {
        guard let place = file.leaves.firstIndex(where: { $0.name.isSame(as: column.name) }) else {
          throw ParquetReadingError(
            .invalid("there is no column \(column.name)"), offset: file.footerRange.lowerBound)
        }
        return try file.readColumnChunk(rowGroup: number, column: place).column
      }
      let columns = AuditedColumns(
        ticker: try column(ticker), instant: try column(.timestamp), open: try column(.open),
        high: try column(.high), low: try column(.low), close: try column(.close))
      let facts = BarFacts(
        columns, rowCount: Int(rowCount), rules: AuditRules(layout.dataType), isOutside: false,
        lines: [])
      // No doubtful bar is an error here.
      _ = audit.take(facts)
    }
    return audit.findings(date: layout.date, profile: profile).counts
  }
}
