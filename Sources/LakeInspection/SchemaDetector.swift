public import BarLake
public import BarLakeBytes
internal import BarLakeCSV
internal import BarLakeColumnar

/// A column of a flat file, and the narrowest type that takes all its values.
public struct DetectedColumn: Hashable, Sendable, Encodable {
  /// The name as the header spells it.
  public var name: String
  /// The narrowest type that takes every value, in either profile. It is `bool` only if at least
  /// one value is a word, because 1 and 0 alone are numbers.
  public var type: ExtraColumnType
  /// Whether a field is empty or is a null token.
  public var hasNulls: Bool

  private enum CodingKeys: String, CodingKey {
    case name, type
    case hasNulls = "has_nulls"
  }
}

/// Proposes the type of every column from the whole input, in one pass and with bounded memory.
/// This is the published "automatic dtype detection". An ingest never guesses types, because
/// guesses differ from day to day. Use the proposals for `extra_columns`.
public enum SchemaDetector {
  /// The columns of `source`, in the order of the header. A column without values is a `string`.
  ///
  /// - Throws: the errors of a header and of a record's structure, `gzip_corrupt`, `io_error`, and
  ///   `invalid_argument` for a URL.
  public static func detect(
    _ source: ByteSource, cancellation: Cancellation? = nil
  ) throws(IngestError) -> [DetectedColumn] {
    try LocalPath.check(source)
    var file = try FlatFile(source, root: "", cancellation: cancellation)
    let header = try InputHeader.find(in: &file)
    var records = RecordReader(file, after: header, path: .fast)
    var evidence = records.names.map { _ in Evidence() }
    repeat {
      add(records.block, to: &evidence)
      do throws(CSVError) {
        try records.block.checkStructure()
      } catch {
        throw records.failed(IngestError(error))
      }
    } while try records.next()
    return zip(records.names, evidence).map { name, evidence in
      DetectedColumn(name: name, type: evidence.type, hasNulls: evidence.hasNulls)
    }
  }

  private static func add(_ block: ScannedBlock, to evidence: inout [Evidence]) {
    let text = block.text
    for row in 0..<block.recordCount {
      for column in evidence.indices {
        let field = block.index.range(row: row, column: column)
        evidence[column].add(text.span, field.lowerBound, field.upperBound)
      }
    }
  }

  /// The types that still take every value seen.
  private struct Evidence {
    private var isAnyValue = false
    /// Whether a value has more than one byte, and so is not 1 or 0.
    private var isAnyWord = false
    /// Whether there is a field of zero bytes, which is null in every column; and a field of
    /// blanks, which is null in every column except one of texts.
    private var hasEmptyField = false
    private var hasBlankField = false
    private var hasMissingNumber = false
    private var candidates: [ExtraColumnType] = [.bool, .int64, .double, .date, .timestamp]

    /// The narrowest remaining type, in the order above; text takes everything.
    var type: ExtraColumnType {
      isAnyValue ? candidates.first { $0 != .bool || isAnyWord } ?? .string : .string
    }

    /// Whether a field is null in a column of the proposed type.
    var hasNulls: Bool {
      hasEmptyField || hasBlankField && type != .string
        || hasMissingNumber && (type == .int64 || type == .double)
    }

    mutating func add(_ text: Span<UInt8>, _ start: Int, _ end: Int) {
      if start == end {
        hasEmptyField = true
        return
      }
      let (start, end) = text.trimmingBlanks(start, end)
      if start == end {
        hasBlankField = true
        return
      }
      // A null token is null only in a number column; in other columns it is text.
      if case .null = Self.double.parse(text, start, end) {
        hasMissingNumber = true
        candidates.removeAll { $0 != .int64 && $0 != .double }
        return
      }
      isAnyValue = true
      if end - start > 1 { isAnyWord = true }
      candidates.removeAll { !Self.takes($0, text, start, end) }
    }

    private static let int64 = IntegerParser<Int64>(path: .fast)
    private static let double = FloatingPointParser<Double>(path: .fast)
    private static let date = DateParser(misfit: .badNumber)
    /// In the unit of the profile `portable`: `classic` takes whatever it takes.
    private static let timestamp = TimestampParser(
      unit: .microsecond, emptyRule: .null, misfit: .badNumber, path: .fast)

    private static func takes(
      _ type: ExtraColumnType, _ text: Span<UInt8>, _ start: Int, _ end: Int
    ) -> Bool {
      switch type {
      case .bool: isValue(BooleanParser().parse(text, start, end))
      case .int64: isValue(int64.parse(text, start, end))
      case .double: isValue(double.parse(text, start, end))
      case .date: isValue(date.parse(text, start, end))
      case .timestamp: isValue(timestamp.parse(text, start, end))
      case .string: true
      }
    }

    private static func isValue<Value>(_ field: ParsedField<Value>) -> Bool {
      if case .value = field { return true }
      return false
    }
  }
}
