internal import Bytes
internal import CSV

/// Why a flat file cannot be ingested, before it is put into an error's words.
enum InputFailure: Error {
  case input(BlockReader.Failure)
  /// Nothing but blanks and line ends.
  case empty
  case header(HeaderBinding.Failure, line: Int)
  /// A record; its line counts from the start of a block, before which `linesBefore` lines ended.
  case record(CSVError, linesBefore: Int, names: [String])
}

extension InputFailure {
  /// The error as it is reported.
  func error(date: CalendarDate?, root: String) -> IngestError {
    switch self {
    case .input(.system(let error)):
      return IngestError.io(error, root: root, date: date)
    case .input(.gzip(let damaged)):
      return IngestError(
        date: date?.description, code: .gzipCorrupt,
        message: "the gzip file is damaged: \(damaged.reason)")
    case .empty:
      return IngestError(
        date: date?.description, code: .emptyInput, line: 1, message: "the input has no header")
    case .header(.duplicate(let column), let line):
      return IngestError(
        date: date?.description, code: .duplicateColumn, line: line, column: column,
        message: "the header names a column a second time: \(column)")
    case .header(.missing(let columns), let line):
      let names = columns.map(\.rawValue).joined(separator: ",")
      return IngestError(
        date: date?.description, code: .missingColumn, line: line, token: names,
        message: "the header lacks \(names)")
    case .record(let error, let linesBefore, let names):
      return IngestError(error, linesBefore: linesBefore, names: names, date: date)
    }
  }
}

extension IngestError {
  /// The error of a record, whose line counts from after `linesBefore` lines; `names` is the header.
  fileprivate init(_ error: CSVError, linesBefore: Int, names: [String], date: CalendarDate?) {
    let line = linesBefore + error.line
    let column = error.fieldIndex.map { names[$0] }
    let token = error.token.map(Self.printable)
    let (code, offset, message): (ErrorCode, Int?, String) =
      switch error.reason {
      case .recordTooLong:
        (
          .recordTooLong, nil,
          "the record is longer than \(Dialect.recordByteCountLimit) bytes or has more than "
            + "\(Dialect.fieldCountLimit) fields"
        )
      case .nulByte(let offset): (.nulByte, offset, "a NUL byte at offset \(offset)")
      case .badEncoding(let offset):
        (.badEncoding, offset, "the bytes at offset \(offset) are not UTF-8")
      case .badQuote:
        (.badQuote, nil, "a quote is left open, or stands inside a field or before more text")
      case .raggedRow(let expected, let found):
        (.raggedRow, nil, "the record has \(found) fields where the header has \(expected)")
      case .field(let reason): Self.describe(reason, date: date)
      }
    let place = column.map { ", column \($0), \"\(token ?? "")\"" } ?? ""
    self.init(
      date: date?.description, code: code, line: line, column: column, token: token,
      offset: offset, message: "line \(line)\(place): \(message)")
  }

  private static func describe(
    _ reason: FieldReason, date: CalendarDate?
  ) -> (ErrorCode, Int?, String) {
    switch reason {
    case .badNumber: (.badNumber, nil, "this is no value of the column")
    case .fraction:
      (
        .badNumber, nil,
        "the column holds integers and this has a fraction; volumes may have one in "
          + "the profile portable, or with fractional_volume: round"
      )
    case .outOfRange: (.outOfRange, nil, "the value is outside the column's range")
    case .nullKey: (.nullKey, nil, "the key is empty")
    case .badTimestamp:
      (
        .badTimestamp, nil,
        "this is no instant: an integer of nanoseconds, or ISO 8601, within the column's unit"
      )
    case .dateMismatch:
      (.dateMismatch, nil, "the instant is not of \(date.map(\.description) ?? "the date")")
    case .doubtful(let why): (.doubtfulBar, nil, "\(why); without strict_bars it is stored")
    case .unnamable:
      (
        .outOfRange, nil,
        "no folder can be named by this value, longer than 255 bytes when encoded or what readers "
          + "take for null; partitioning: date stores it"
      )
    }
  }
}
