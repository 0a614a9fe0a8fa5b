internal import BarLake
internal import BarLakeBytes
internal import BarLakeColumnar
internal import BarLakeHivePartitions
internal import BarLakeParquetFormat
internal import BarLakeParquetReading

/// Finds the symbols to which a date was limited. Its files have only a digest of them, so the
/// symbols that have rows are tried: they are the list if each symbol asked for has a row.
///
/// Source: `docs/spec.md`, PARQ-6.2 and MAINT-3.
struct FilterSearch {
  let layout: LakeLayout
  /// The data files of the date, relative to the lake.
  let paths: [String]
  let cancellation: Cancellation?

  /// The symbols of the filter with this digest; nil if the files do not show them.
  func symbols(_ digest: String) throws(ParquetReadingError) -> [String]? {
    // An option is known by its ticker or its underlying.
    let columns: [LakeColumn] = layout.dataType.isOption ? [.underlying, .ticker] : [.symbol]
    for column in columns {
      guard let texts = try texts(of: column),
        let filter = SymbolFilter(texts.map { String(decoding: $0, as: UTF8.self) })
      else { continue }
      if filter.digest.isSame(as: digest) { return filter.symbols }
    }
    return nil
  }

  /// The distinct texts of a column in all files; nil if there are too many for a filter.
  private func texts(of column: LakeColumn) throws(ParquetReadingError) -> Set<[UInt8]>? {
    if column == layout.key?.column {
      return Set(
        self.paths.compactMap {
          PartitionPath.symbol(
            $0.parts(separatedBy: "/").dropLast().last ?? "", of: self.layout.dataType)
        })
    }
    let (layout, paths, cancellation) = (self.layout, self.paths, self.cancellation)
    let found = try OrderedWork.map(count: paths.count) { number throws(ParquetReadingError) in
      try DistinctTexts(
        of: column.name, in: layout.absolute(paths[number]), cancellation: cancellation)
    }
    var all = DistinctTexts()
    for each in found { all.formUnion(each) }
    return all.texts
  }
}

/// The distinct texts of a column, as long as they could be the symbols of a filter.
private struct DistinctTexts: Sendable {
  /// Nil if they are too many.
  private(set) var texts: Set<[UInt8]>? = []
  private var byteCount = 0

  /// The most bytes of texts that are held, which is the size that a file of symbols may have.
  private static let byteCountLimit = 16 << 20

  init() {}

  init(
    of column: String, in path: String, cancellation: Cancellation?
  ) throws(ParquetReadingError) {
    let file = try ParquetFile(path: path)
    guard let number = file.leaves.firstIndex(where: { $0.name.isSame(as: column) }) else { return }
    for rowGroup in file.metadata.rowGroups.indices where texts != nil {
      do {
        try cancellation?.check()
      } catch {
        throw ParquetReadingError(.system(error), offset: 0)
      }
      _ = try file.readPages(rowGroup: rowGroup, column: number) { (page, _) in
        insert(page)
      }
    }
  }

  private mutating func insert(_ page: Column) {
    switch page.values {
    case .string(let values):
      var last: Range<Int>?
      let bytes = values.bytes.span
      for row in 0..<values.count where !page.isNull(row) {
        let range = values.range(row)
        // Rows of a symbol are mostly consecutive.
        if let last, TextBytes.areEqual(bytes, last, bytes, range) { continue }
        last = range
        insert(Array(values.bytes[range]))
      }
    case .dictionary(let values):
      // A dictionary may hold texts that no row shows.
      let rows = values.codes.indices.filter { !page.isNull($0) }
      for code in Set(rows.map { values.codes[$0] }) {
        insert(Array(values.dictionary.bytes[values.dictionary.range(Int(code))]))
      }
    default: texts = nil
    }
  }

  private mutating func insert(_ text: [UInt8]) {
    guard texts?.insert(text).inserted == true else { return }
    byteCount += text.count
    if byteCount > Self.byteCountLimit { texts = nil }
  }

  mutating func formUnion(_ other: DistinctTexts) {
    guard let others = other.texts else {
      texts = nil
      return
    }
    for text in others { insert(text) }
  }
}
