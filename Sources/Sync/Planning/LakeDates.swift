internal import BarLake
internal import BarLakeBytes
internal import LakeInspection

/// What a lake has of one data type in a range of days, by the manifests and the names of files.
struct LakeDates {
  /// A date that is done.
  struct Done {
    /// What is known of its source; nil if it was adopted.
    var source: SourceRecord?
    /// Whether it has all symbols that are asked for.
    var isCovered: Bool
  }

  private(set) var done: [CalendarDate: Done] = [:]
  /// The column types of dates to come.
  private(set) var profile: Profile
  private var partitioning: Partitioning
  private let root: String
  private let dataType: MarketDataType

  /// Reads the months from that of the day `first` to that of the day `last`. A lake that is not
  /// there has nothing.
  ///
  /// - Parameters:
  ///   - options: those of the call, in which the lake's settings may be open.
  ///   - symbols: those that are asked for; nil for all.
  /// - Throws: `io_error`; `invalid_argument` if `root` is the folder of data files without a
  ///   manifest; `output_conflict` if the lake's settings are lost.
  init(
    of dataType: MarketDataType, in root: String, options: IngestOptions, symbols: [String]?,
    from first: CalendarDate, through last: CalendarDate, cancellation: Cancellation
  ) throws(IngestError) {
    self.root = root
    self.dataType = dataType
    (profile, partitioning) = (options.profile, options.partitioning)
    guard try Self.isThere(root) else { return }
    let lake = try LakeInventory(root: root, cancellation: cancellation)
    let layout = LakeLayout(root: root, dataType: dataType, date: first, key: nil)
    if case .fixed(let settings, _, _) = try LakeState(layout, options: options).settings() {
      profile = options.given.profile ?? settings.profile ?? profile
      partitioning = options.given.partitioning ?? settings.partitioning ?? partitioning
    }
    let filter = SymbolFilter(symbols)
    let range = LakeMonth.text(of: first)...LakeMonth.text(of: last)
    for month in try lake.months(of: dataType).months where range.contains(month.text) {
      for date in try MonthInventory(month, of: lake, comparingSizes: false).dates {
        guard date.isDone, case .read(let manifest) = date.manifest else { continue }
        done[date.date] = Done(
          source: manifest.source, isCovered: SymbolFilter.covers(manifest.filter, filter))
      }
    }
  }

  /// Whether the folder is there and has anything in it that a lake has.
  static func isThere(_ root: String) throws(IngestError) -> Bool {
    try LocalPath.check("the lake", root)
    do throws(SystemError) {
      guard try FileSystem.status(root) != nil else { return false }
      let names = [LakeLayout.ownDirectory] + MarketDataType.allCases.map(\.rawValue)
      for name in names where try FileSystem.status("\(root)/\(name)") != nil { return true }
      return false
    } catch {
      throw .io(error, root: "")
    }
  }

  /// Where the data files of a date will be, relative to the lake.
  func output(_ date: CalendarDate) -> String {
    let key = PartitionKey(dataType, partitioning)
    let layout = LakeLayout(root: root, dataType: dataType, date: date, key: key)
    let affixes = layout.fileAffixes
    return affixes.prefix + (key == nil ? "" : "*") + affixes.suffix
  }
}
