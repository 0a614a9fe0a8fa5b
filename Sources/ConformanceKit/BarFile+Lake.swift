internal import BarLakeBytes
internal import BarLakeColumnar
internal import BarLakeParquetFormat
internal import BarLakeParquetReading

/// Many values in their order as one number: another value, or another order, is another number
/// with near certainty. It is no defence against forgery.
struct ValueDigest: Equatable {
  private(set) var value: UInt64 = 0x6A09_E667_F3BC_C908

  mutating func add(_ word: UInt64) {
    value = (value ^ word) &* 0x9E37_79B9_7F4A_7C15
    value ^= value >> 29
  }

  /// A word for a text.
  ///
  /// Source: draft-eastlake-fnv, FNV-1a of 64 bits.
  static func word(of text: borrowing Span<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in 0..<text.count { hash = (hash ^ UInt64(text[index])) &* 0x0000_0100_0000_01B3 }
    return hash
  }

  /// The word for a row without a value.
  static let null: UInt64 = 0x5BE0_CD19_137E_2179
}

/// The rows of one data file: how many, and a digest of each column.
private struct FileDigest {
  var rowCount = 0
  var columns: [ValueDigest]
}

extension BarFile {
  /// The first difference between the data files under `root` and those that the file is to become.
  ///
  /// Neither the file nor a table is in memory as a whole: the rows are made again, bar by bar, and
  /// the data files are read page by page.
  package func firstDifference(
    ofLakeUnder root: String, _ budget: MemoryBudget
  ) throws(SuiteError) -> Difference? {
    let names = budget.columns.map { $0[0] }
    let bySymbol = budget.isPartitionedBySymbol
    var expected = [FileDigest](
      repeating: FileDigest(columns: Array(repeating: ValueDigest(), count: names.count)),
      count: bySymbol ? recipe.symbolCount : 1)
    let words = (0..<recipe.symbolCount).map { ValueDigest.word(of: Self.ticker($0).span) }
    let getters = budget.columns.map { getter(name: $0[0], type: $0[1], tickerWords: words) }
    for row in 0..<rowCount {
      let bar = bar(row)
      let file = bySymbol ? bar.symbol : 0
      expected[file].rowCount += 1
      for column in getters.indices { expected[file].columns[column].add(getters[column](bar)) }
    }
    var digests: [ExactText: FileDigest] = [:]
    for (number, digest) in expected.enumerated() {
      digests[ExactText(Self.path(ofSymbol: bySymbol ? number : nil))] = digest
    }
    let files = try LakeTree.files(under: root)
    if let path = files.first(where: { digests[ExactText($0)] == nil }) {
      return Difference(path, expected: "nothing", found: "a file")
    }
    let found = Set(files.map(ExactText.init))
    if let path = digests.keys.map(\.text).sorted().first(where: { !found.contains(ExactText($0)) })
    {
      return Difference(path, expected: "a file", found: "nothing")
    }
    for path in files {
      guard let digest = digests[ExactText(path)] else { continue }
      if let difference = Self.difference(
        of: "\(root)/\(path)", from: digest, budget.columns, at: path)
      {
        return difference
      }
    }
    return nil
  }

  /// The path of a data file, of a symbol or of the whole date.
  private static func path(ofSymbol number: Int?) -> String {
    let month = MemoryBudget.date.parts(separatedBy: "-")
    let symbol = number.map { "symbol=\(String(decoding: ticker($0), as: UTF8.self))/" } ?? ""
    return "\(MemoryBudget.dataType)/year=\(month[0])/month=\(month[1])/\(symbol)"
      + "date=\(MemoryBudget.date).parquet"
  }

  /// What a column of this type has for a bar, as ``words(of:)`` makes it of a data file.
  private func getter(
    name: String, type: String, tickerWords: [UInt64]
  ) -> (RecipeBar) -> UInt64 {
    func price(_ part: @escaping (RecipeBar) -> Int) -> (RecipeBar) -> UInt64 {
      // The quotient of two exact numbers is the double nearest to the price.
      { (Double(part($0)) / 10_000).bitPattern }
    }
    func number(_ part: @escaping (RecipeBar) -> Int) -> (RecipeBar) -> UInt64 {
      type == "float64"
        ? { Double(part($0)).bitPattern } : { UInt64(bitPattern: Int64(part($0))) }
    }
    return switch name {
    case "symbol": { tickerWords[$0.symbol] }
    case "date": number { _ in Self.dayStart / Self.dayMicroseconds }
    case "timestamp": number(\.microseconds)
    case "open": price(\.open)
    case "high": price(\.high)
    case "low": price(\.low)
    case "close": price(\.close)
    case "volume": number(\.volume)
    case "transactions": number(\.transactions)
    default: { ValueDigest.word(of: note($0).span) }
    }
  }

  private static func difference(
    of file: String, from expected: FileDigest, _ columns: [[String]], at path: String
  ) -> Difference? {
    do throws(ParquetReadingError) {
      let file = try ParquetFile(path: file)
      let found = zip(file.leaves, try file.leafTypes()).map { "\($0.name): \($1)" }
      let wanted = columns.map { "\($0[0]): \($0[1])" }
      if !wanted.elementsEqual(found, by: { $0.isSame(as: $1) }) {
        return Difference(
          "\(path), columns", expected: wanted.joined(separator: ", "),
          found: found.joined(separator: ", "))
      }
      let rowCount = file.metadata.rowGroups.reduce(0) { $0 &+ Int(clamping: $1.rowCount) }
      if rowCount != expected.rowCount {
        return Difference("\(path), rows", expected: expected.rowCount, found: rowCount)
      }
      for column in columns.indices {
        var digest = ValueDigest()
        for group in file.metadata.rowGroups.indices {
          _ = try file.readPages(rowGroup: group, column: column) { (page, _) in
            for word in words(of: page) { digest.add(word) }
          }
        }
        if digest != expected.columns[column] {
          return Difference(
            "\(path), column \(columns[column][0])",
            expected: "values with the digest \(expected.columns[column].value)",
            found: digest.value)
        }
      }
      return nil
    } catch {
      return Difference(path, expected: "a readable table", found: error)
    }
  }

  /// A word for each row of a column.
  private static func words(of column: Column) -> [UInt64] {
    func numbers(_ values: [some BinaryInteger]) -> [UInt64] {
      values.map { UInt64(truncatingIfNeeded: $0) }
    }
    func texts(_ values: StringValues) -> [UInt64] {
      (0..<values.count).map { index in
        ValueDigest.word(of: values.bytes.span.extracting(values.range(index)))
      }
    }
    var words: [UInt64]
    switch column.values {
    case .bool(let values): words = values.map { $0 ? 1 : 0 }
    case .int8(let values): words = numbers(values)
    case .int16(let values): words = numbers(values)
    case .int32(let values): words = numbers(values)
    case .int64(let values): words = numbers(values)
    case .uint32(let values): words = numbers(values)
    case .uint64(let values): words = values
    case .float32(let values): words = values.map { UInt64($0.bitPattern) }
    case .float64(let values): words = values.map(\.bitPattern)
    case .string(let values): words = texts(values)
    case .dictionary(let values):
      let dictionary = texts(values.dictionary)
      words = values.codes.map { code in
        dictionary.indices.contains(Int(code)) ? dictionary[Int(code)] : ValueDigest.null
      }
    case .repeated(let value, let count):
      words = Array(repeating: Self.words(of: Column(value)).first ?? 0, count: count)
    }
    if column.nullCount > 0 {
      for row in words.indices where column.isNull(row) { words[row] = ValueDigest.null }
    }
    return words
  }
}
