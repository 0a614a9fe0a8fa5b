public import BarLake

/// A date that is done, with the figures of its manifest.
public struct DoneDate: Hashable, Sendable {
  /// The date.
  public var date: CalendarDate
  /// The number of symbols that were asked for, some of which may have no rows; nil if the date was
  /// made without a filter.
  public var symbolCount: Int?
  /// The number of data files.
  public var fileCount: Int
  /// The number of rows in those files.
  public var rowCount: Int
  /// The number of bytes in those files.
  public var byteCount: Int
  /// The number of doubtful bars of each kind; nil if the manifest does not count them, as those of
  /// specification 1.0.
  public var doubtful: DoubtfulBars?

  package init(
    date: CalendarDate, symbolCount: Int? = nil, fileCount: Int = 1, rowCount: Int,
    byteCount: Int = 0, doubtful: DoubtfulBars? = nil
  ) {
    self.date = date
    self.symbolCount = symbolCount
    self.fileCount = fileCount
    self.rowCount = rowCount
    self.byteCount = byteCount
    self.doubtful = doubtful
  }

  /// Nil if the date is not done.
  init?(_ inventory: DateInventory) {
    guard inventory.isDone, case .read(let manifest) = inventory.manifest else { return nil }
    self.init(
      date: inventory.date, symbolCount: manifest.filter?.count, fileCount: manifest.files.count,
      rowCount: manifest.files.rowCount, byteCount: manifest.files.byteCount,
      doubtful: manifest.doubtful)
  }
}
