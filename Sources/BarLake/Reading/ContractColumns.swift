internal import BarLakeBytes
internal import BarLakeCSV
internal import BarLakeColumnar

/// The four columns that describe an option's contract. Each column that the file has is taken from
/// it; missing columns and values are read from the ticker.
struct ContractColumns {
  // One element per row, from the ticker.
  private var underlyingCodes: [Int32] = []
  private var expirationDays: [Int32] = []
  private var typeCodes: [Int32] = []
  private var strikeThousandths: [Int32] = []
  /// Whether strikes are stored as binary32.
  private let isSinglePrecision: Bool
  /// Whether each ticker is that of a contract.
  private var validity = Validity()
  private var roots = TextInterner()
  private var lastRoot = 0..<0

  /// The texts of column `contract_type`, by code.
  static var typeNames: StringValues { StringValues(["call", "put"]) }

  init(isSinglePrecision: Bool) {
    self.isSinglePrecision = isSinglePrecision
  }

  /// Appends the rows from `first` on, whose tickers are given by codes of `dictionary`.
  mutating func append(_ codes: [Int32], of dictionary: StringValues, from first: Int) {
    let text = dictionary.bytes.span
    let codes = codes.span
    var row = first
    while row < codes.count {
      let code = codes[row]
      // A contract has many minutes, which stand together.
      var end = row + 1
      while end < codes.count, codes[end] == code { end += 1 }
      append(dictionary.range(Int(code)), of: text, count: end - row)
      row = end
    }
    lastRoot = 0..<0
  }

  /// Appends `count` rows of one ticker.
  private mutating func append(_ ticker: Range<Int>, of text: Span<UInt8>, count: Int) {
    let contract = OptionContract(text, ticker.lowerBound, ticker.upperBound)
    let underlying: Int32
    if let contract {
      underlying = rootCode(contract.root, of: text)
    } else {
      // A null underlying would make a partition that readers cannot name.
      underlying = roots.code(text, ticker.lowerBound, ticker.upperBound)
      lastRoot = 0..<0
    }
    let typeCode: Int32 = contract?.isCall ?? true ? 0 : 1
    underlyingCodes.append(contentsOf: repeatElement(underlying, count: count))
    expirationDays.append(contentsOf: repeatElement(contract?.expirationDay ?? 0, count: count))
    typeCodes.append(contentsOf: repeatElement(typeCode, count: count))
    strikeThousandths.append(
      contentsOf: repeatElement(contract?.strikeThousandths ?? 0, count: count))
    validity.append(contract != nil, count: count)
  }

  /// The code of a root. Consecutive rows mostly have the same one.
  private mutating func rootCode(_ root: Range<Int>, of text: Span<UInt8>) -> Int32 {
    if root.count == lastRoot.count, let last = underlyingCodes.last,
      (0..<root.count).allSatisfy({
        text[root.lowerBound + $0] == text[lastRoot.lowerBound + $0]
      })
    {
      return last
    }
    lastRoot = root
    return roots.code(text, root.lowerBound, root.upperBound)
  }

  /// All rows since the last call, and the number of rows whose ticker does not parse and for which
  /// a column had to come from the ticker. `given` holds the columns that the file has.
  mutating func finish(
    _ given: [BarColumn: Column]
  ) -> (columns: [BarColumn: Column], unparsedCount: Int) {
    defer {
      underlyingCodes = []
      expirationDays = []
      typeCodes = []
      strikeThousandths = []
      validity = Validity()
      roots = TextInterner()
    }
    let known = validity.nullCount == 0 ? nil : validity
    let parsed: [BarColumn: Column] = [
      .underlying: Column(
        .dictionary(DictionaryValues(codes: underlyingCodes, dictionary: roots.dictionary))),
      .expirationDate: Column(.int32(expirationDays), validity: known),
      .contractType: Column(
        .dictionary(DictionaryValues(codes: typeCodes, dictionary: Self.typeNames)),
        validity: known),
      .strikePrice: Column(strikes, validity: known),
    ]
    let columns = parsed.merging(
      given.map { column, values in
        (column, parsed[column].map { values.filled(from: $0) } ?? values)
      }
    ) { _, filled in filled }
    return (columns, unparsedCount(given))
  }

  /// The strikes in the width of the column, each `thousandths / 1000` rounded once.
  private var strikes: ColumnValues {
    isSinglePrecision
      ? .float32(strikeThousandths.map { DecimalNumber.nearest(UInt64($0), scale: 3) })
      : .float64(strikeThousandths.map { DecimalNumber.nearest(UInt64($0), scale: 3) })
  }

  private func unparsedCount(_ given: [BarColumn: Column]) -> Int {
    guard validity.nullCount > 0 else { return 0 }
    return (0..<validity.count).count { row in
      !validity[row]
        && !BarColumn.contract.allSatisfy { column in
          given[column].map { !$0.isNull(row) } ?? false
        }
    }
  }
}
