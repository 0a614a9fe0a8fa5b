public import BarLake
public import BarLakeBytes
internal import BarLakeCSV
internal import BarLakeColumnar

/// A column of a flat file and the narrowest type that takes every value of it.
public struct DetectedColumn: Hashable, Sendable, Encodable {
  /// The name as the header spells it.
  public var name: String
  /// The narrowest type that takes every value, in any profile; `bool` where one at least is a
  /// word, since 1 and 0 alone are numbers.
  public var type: ExtraColumnType
  /// Whether some field is empty or spells a missing number.
  public var hasNulls: Bool

  private enum CodingKeys: String, CodingKey {
    case name, type
    case hasNulls = "has_nulls"
  }
}

/// Proposes the type of every column from the whole input, in one pass and bounded memory: the
/// published "automatic dtype detection". Ingesting never guesses, since guesses drift from day to
/// day; what is proposed here is for `extra_columns`.
public enum SchemaDetector {
  /// The columns of `source`, in the header's order. A column without a value is a `string`.
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

  /// Which types still take every value seen.
  private struct Evidence {
    private var isAnyValue = false
    /// Whether some value has more than one byte, and so is not 1 or 0.
    private var isAnyWord = false
    /// Of no bytes, which is null in every column; of blanks, which is so in all but those of
    /// texts.
    private var hasEmptyField = false
    private var hasBlankField = false
    private var hasMissingNumber = false
    private var candidates: [ExtraColumnType] = [.bool, .int64, .double, .date, .timestamp]

    /// The narrowest type left, by the order above; text takes everything.
    var type: ExtraColumnType {
      isAnyValue ? candidates.first { $0 != .bool || isAnyWord } ?? .string : .string
    }

    /// Whether some field is null in a column of the type proposed.
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
      // A spelling of a missing number is one only in a column of numbers; otherwise it is text.
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
    /// In the unit of the profile `portable`: what it takes, `classic` takes too.
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
