internal import BarLake
internal import BarLakeBytes
internal import BarLakeHivePartitions

/// The names that readers see in a month's folder of a data type. It records, for each symbol's
/// folder and for the month's own, of which days it has a file: one bit per file. The files
/// themselves are not checked.
struct MonthListing: Sendable {
  /// The folders of the month: the month itself, without a name, if it has files of dates; then the
  /// folders of symbols, sorted by path.
  private(set) var folders: [Folder] = []
  /// The bytes of the folder names.
  private(set) var text: [UInt8] = []
  /// What lies in the month's folder and is not a file of a date, relative to the lake.
  private(set) var foreign: [String] = []

  struct Folder: Sendable {
    /// The range, in the listing's text, of what follows `symbol=`; empty for the month's own
    /// folder.
    var name: Range<Int>
    /// One bit per day of the month: whether the folder has a file of it. The first day is bit 1.
    var days: UInt32 = 0
  }

  /// The number of folders that a thread lists as one task.
  private static let foldersPerTask = 256

  /// Cost: about five system calls per folder, on all processors.
  init(_ month: LakeMonth, of lake: LakeInventory) throws(IngestError) {
    let names = DateNames(month)
    guard let key = PartitionKey(month.dataType, .symbol) else { return }
    let keyPrefix = Array("\(key.name)=".utf8)
    var own = Folder(name: 0..<0)
    var (text, symbols, foreign) = ([UInt8](), [Folder](), [String]())
    try lake.forEachEntry(in: month.directory) { name, kind in
      if let day = names.day(name), kind == .regular {
        own.days |= 1 << day
      } else if kind == .directory, Self.begins(name, with: keyPrefix),
        PartitionName.isName(name, keyPrefix.count..<name.count, of: key.folders)
      {
        let start = text.count
        for index in keyPrefix.count..<name.count { text.append(name[index]) }
        symbols.append(Folder(name: start..<text.count))
      } else {
        foreign.append("\(month.directory)/\(name.text)")
      }
    }
    let span = text.span
    symbols.sort { PartitionName.order(span, $0.name, span, $1.name) < 0 }
    let listed = try Self.list(symbols, text, key, names, month, of: lake)
    folders = own.days == 0 ? [] : [own]
    folders += listed.folders
    self.text = text
    self.foreign = foreign + listed.foreign
  }

  /// The path of the folder's file of a date, relative to the lake.
  func path(_ folder: Folder, _ layout: LakeLayout) -> String {
    layout.file(named: String(decoding: text[folder.name], as: UTF8.self))
  }

  /// The folders of symbols with their days, and the foreign names in them.
  private static func list(
    _ symbols: [Folder], _ text: [UInt8], _ key: PartitionKey, _ names: DateNames,
    _ month: LakeMonth, of lake: LakeInventory
  ) throws(IngestError) -> (folders: [Folder], foreign: [String]) {
    let start = "\(month.directory)/\(key.name)="
    let tasks = stride(from: 0, to: symbols.count, by: foldersPerTask)
      .map { symbols[$0..<min($0 + foldersPerTask, symbols.count)] }
    let listed = try OrderedWork.map(count: tasks.count) { number throws(IngestError) in
      var (folders, foreign) = (Array(tasks[number]), [String]())
      for index in folders.indices {
        let directory = start + String(decoding: text[folders[index].name], as: UTF8.self)
        try lake.forEachEntry(in: directory) { name, kind in
          if let day = names.day(name), kind == .regular {
            folders[index].days |= 1 << day
          } else {
            foreign.append("\(directory)/\(name.text)")
          }
        }
      }
      return (folders, foreign)
    }
    return (listed.flatMap(\.0), listed.flatMap(\.1))
  }

  private static func begins(_ name: borrowing Span<UInt8>, with prefix: [UInt8]) -> Bool {
    guard name.count > prefix.count else { return false }
    for index in prefix.indices where name[index] != prefix[index] { return false }
    return true
  }
}

/// The names of the files of a month's dates: `date=YYYY-MM-DD.parquet`.
private struct DateNames: Sendable {
  private let start: [UInt8]
  private let end = Array(".parquet".utf8)
  /// The number of days of the month.
  private let dayCount: UInt32

  init(_ month: LakeMonth) {
    start = Array("date=\(month.text)-".utf8)
    dayCount = (28...31).last { (try? CalendarDate("\(month.text)-\($0)")) != nil } ?? 0
  }

  /// The day of the month whose file has this name; nil for any other name.
  func day(_ name: borrowing Span<UInt8>) -> UInt32? {
    guard name.count == start.count + 2 + end.count else { return nil }
    for index in start.indices where name[index] != start[index] { return nil }
    for index in end.indices where name[start.count + 2 + index] != end[index] { return nil }
    let tens = UInt32(name[start.count] &- UInt8(ascii: "0"))
    let ones = UInt32(name[start.count + 1] &- UInt8(ascii: "0"))
    guard tens <= 9, ones <= 9, (1...dayCount).contains(tens * 10 + ones) else { return nil }
    return tens * 10 + ones
  }
}
