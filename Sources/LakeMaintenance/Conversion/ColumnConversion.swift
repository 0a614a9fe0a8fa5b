internal import BarLake
internal import BarLakeBytes
internal import BarLakeColumnar
internal import BarLakeHivePartitions
internal import BarLakeParquetReading

/// Makes the columns of a date of one lake from those of its files in another.
struct ColumnConversion: Sendable {
  /// Where the values of a column come from.
  private enum Origin: Sendable {
    /// A column of the file, by its position.
    case file(Int, ValueConversion)
    /// The same value in every row.
    case value(ColumnValues)
    /// The symbol or underlying that the file's folder names.
    case folder
  }

  /// A column to be made.
  private struct Target: Sendable {
    var name: String
    var origin: Origin
    /// Whether no row may lack a value.
    var isKey: Bool
  }

  /// The columns of the files, as far as Parquet distinguishes types.
  let sourceFields: [Field]
  private var targets: [Target] = []
  /// The column by which the new files are partitioned; nil if a date is one file.
  private let key: PartitionKey?
  /// Whether the files may have underlyings that end with blanks, which a later version of the
  /// specification does not have (TYPE-14.4).
  private let refusesPaddedRoots: Bool
  /// Whether a batch has, after its columns and key, one that marks rows with a rounded volume.
  private let hasFlags: Bool

  /// A conversion of files of `dataType` with the settings `source` to files with the options
  /// `options`.
  ///
  /// - Throws: `invalid_argument` if an extra column is asked for that the files do not have.
  init(
    _ dataType: MarketDataType, _ date: CalendarDate, from source: LakeSettings,
    to options: IngestOptions, refusesPaddedRoots: Bool
  ) throws(IngestError) {
    self.refusesPaddedRoots = refusesPaddedRoots
    var stored = IngestOptions()
    stored.given = PartialLakeSettings(source)
    sourceFields = MarketSchema.storedSchema(for: dataType, options: stored).inParquet.fields
    key = PartitionKey(dataType, options.partitioning)
    hasFlags = options.marksRoundedRows(dividedBy: key)
    for column in MarketSchema.storedColumns(for: dataType, options: options) {
      targets.append(
        Target(
          name: column.name, origin: origin(of: column, dataType, date, options),
          isKey: column.isKey))
    }
    for extra in options.extraColumns {
      guard source.extraColumns.contains(extra),
        let position = sourceFields.lastIndex(where: { $0.name.isSame(as: extra.name) })
      else {
        throw .invalidArgument(
          "extra_columns", "\(extra.name):\(extra.type.rawValue)",
          "a choice of those that the lake has, which are \(source.extraColumns.listed)")
      }
      let type = MarketSchema.type(of: extra.type, options.profile)
      let conversion = ValueConversion(from: sourceFields[position].type, to: type)
      targets.append(
        Target(name: extra.name, origin: .file(position, conversion), isKey: false))
    }
    if let column = key?.column {
      let origin = origin(of: column, dataType, date, options)
      targets.append(Target(name: column.name, origin: origin, isKey: true))
    }
  }

  private func origin(
    of column: LakeColumn, _ dataType: MarketDataType, _ date: CalendarDate,
    _ options: IngestOptions
  ) -> Origin {
    let type = column.type(in: dataType, profile: options.profile)
    if let value = column.value(on: date, type) { return .value(value) }
    guard let position = sourceFields.firstIndex(where: { $0.name.isSame(as: column.name) }) else {
      return .folder
    }
    let conversion = ValueConversion(
      from: sourceFields[position].type, to: type,
      roundsFractions: column == .volume && options.fractionalVolume == .round)
    return .file(position, conversion)
  }

  /// Whether a date has one file per symbol or underlying.
  var isPartitioned: Bool { key != nil }

  /// The batch of `rowCount` rows of a file whose folder names `symbol`. `read` returns a column of
  /// the file by its position.
  ///
  /// - Parameter roundedVolumeCount: how many rows of the file are known to have a rounded volume.
  /// - Throws: what `read` throws; the error of a value that a column cannot hold.
  func batch(
    rowCount: Int, symbol: [UInt8], roundedVolumeCount: Int,
    _ read: (Int) throws(IngestError) -> Column
  ) throws(IngestError) -> (batch: RecordBatch, roundedCount: Int) {
    var columns: [Column] = []
    var flags = [Bool](repeating: false, count: hasFlags ? rowCount : 0)
    var roundedCount = min(roundedVolumeCount, rowCount)
    for row in 0..<(hasFlags ? roundedCount : 0) { flags[row] = true }
    for target in targets {
      switch target.origin {
      case .value(let value): columns.append(Column(.repeated(value, count: rowCount)))
      case .folder: columns.append(Self.column(of: symbol, rowCount: rowCount))
      case .file(let position, let conversion):
        let found = try read(position)
        if target.isKey, found.nullCount > 0 {
          throw IngestError(
            code: .nullKey, column: target.name, message: "\(target.name) has rows without a value")
        }
        do throws(ValueConversion.Failure) {
          let (column, rounded) = try conversion.convert(found)
          columns.append(column)
          roundedCount += rounded.count
          if hasFlags { for row in rounded { flags[row] = true } }
        } catch {
          throw IngestError(
            code: error.code, column: target.name, token: error.token,
            message: "row \(error.row + 1), \(target.name) \(error.token): \(error.problem)")
        }
      }
    }
    if refusesPaddedRoots { try checkRoots(of: columns) }
    if let key, rowCount > 0 {
      columns[targets.count - 1] = try Self.keys(of: columns[targets.count - 1], key)
    }
    if hasFlags { columns.append(Column(.bool(flags))) }
    return (RecordBatch(columns: columns, rowCount: rowCount), roundedCount)
  }

  /// Throws `output_conflict` if an underlying ends with a blank.
  private func checkRoots(of columns: [Column]) throws(IngestError) {
    for (target, column) in zip(targets, columns) where target.name == LakeColumn.underlying.name {
      let texts: StringValues
      switch column.values {
      case .dictionary(let values): texts = values.dictionary
      case .string(let values): texts = values
      default: continue
      }
      for index in 0..<texts.count where texts.bytes[texts.range(index)].last == UInt8(ascii: " ") {
        throw IngestError(
          code: .outputConflict, column: target.name, token: texts[index],
          message: "the date was written by spec \(BarLakeVersion.firstSpecification), and the "
            + "underlying \(texts[index]) ends with a blank, which it does not now: ingest the "
            + "flat file")
      }
    }
  }

  /// The values of the partition key as codes. Each must be able to name a folder (PART-4.3).
  private static func keys(of column: Column, _ key: PartitionKey) throws(IngestError) -> Column {
    let values: DictionaryValues
    switch column.values {
    case .dictionary(let found): values = found
    case .string(let texts):
      var interner = TextInterner()
      let codes = (0..<texts.count).map { row in
        interner.code(texts.bytes.span, texts.range(row).lowerBound, texts.range(row).upperBound)
      }
      values = DictionaryValues(codes: codes, dictionary: interner.dictionary)
    default: preconditionFailure("a column of keys holds texts")
    }
    for index in 0..<values.dictionary.count {
      let text = values.dictionary.bytes[values.dictionary.range(index)]
      guard key.folders.name(of: text) == nil else { continue }
      let token = IngestError.printable(Array(text))
      throw IngestError(
        code: .outOfRange, column: key.name, token: token,
        message: "\(key.name) \(token) cannot name a folder; with partitioning: date it need not")
    }
    return Column(.dictionary(values))
  }

  /// One text in every row.
  private static func column(of text: [UInt8], rowCount: Int) -> Column {
    Column(
      .dictionary(
        DictionaryValues(
          codes: [Int32](repeating: 0, count: rowCount), dictionary: StringValues(texts: [text]))))
  }
}
