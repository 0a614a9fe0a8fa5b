internal import BarLakeBytes
package import BarLakeCSV

/// Why a flat file cannot be ingested, before this becomes an `IngestError` with a message.
package enum InputFailure: Error {
  case input(BlockReader.Failure)
  /// Nothing but blanks and line ends, or nothing at all.
  case empty(isWithoutBytes: Bool)
  /// The header as a record; its line counts from the start of a block, before which `linesBefore`
  /// lines ended.
  case headerRecord(CSVError, linesBefore: Int, InputStart)
  /// The names in the header.
  case header(HeaderBinding.Failure, InputHeader)
  /// A record; its line counts from the start of a block, before which `linesBefore` lines ended.
  case record(CSVError, linesBefore: Int, names: [String])
}

extension InputFailure {
  /// The error as it is reported. `expectations` belong to the columns of the input. They exist
  /// once the header is read; before that no field has an error.
  package func error(
    date: CalendarDate?, root: String, expectations: FieldExpectations? = nil
  ) -> IngestError {
    switch self {
    case .input(.system(let error)):
      return IngestError.io(error, root: root, date: date)
    case .input(.gzip(let damaged)):
      return IngestError(
        date: date?.description, code: .gzipCorrupt,
        message: "the gzip file is damaged or incomplete: \(damaged.reason); download it again")
    case .empty(let isWithoutBytes):
      return IngestError(
        date: date?.description, code: .emptyInput, line: 1,
        message: isWithoutBytes
          ? "the input has no bytes" : "the input has no header: only blanks and line ends")
    case .headerRecord(let error, let linesBefore, let start):
      var reported = IngestError(
        error, linesBefore: linesBefore, names: [], date: date, expectations: nil)
      reported.message = start.explain(reported.message)
      return reported
    case .header(.duplicate(let column, let first), let header):
      let isAlias = !column.utf8.elementsEqual(first.utf8)
      return IngestError(
        date: date?.description, code: .duplicateColumn, line: header.line, column: column,
        message: "line \(header.line): the header names a column a second time: \(column)"
          + (isAlias ? ", which is the column \(first)" : ""))
    case .header(.missing(let columns), let header):
      let names = columns.map(\.rawValue).joined(separator: ",")
      let found = HeaderReport.text(header.record, names: header.names)
      return IngestError(
        date: date?.description, code: .missingColumn, line: header.line, token: names,
        message: header.start.explain("line \(header.line): the header lacks \(names); \(found)"))
    case .record(let error, let linesBefore, let names):
      return IngestError(
        error, linesBefore: linesBefore, names: names, date: date, expectations: expectations)
    }
  }
}

extension IngestError {
  /// The error of a record, whose line counts from after `linesBefore` lines; `names` is the
  /// header.
  fileprivate init(
    _ error: CSVError, linesBefore: Int, names: [String], date: CalendarDate?,
    expectations: FieldExpectations?
  ) {
    let line = linesBefore + error.line
    let column = error.fieldIndex.map { names[$0] }
    let token = error.token.map(Self.printable)
    let (code, offset, message): (ErrorCode, Int?, String) =
      switch error.reason {
      case .recordTooLong:
        (
          .recordTooLong, nil,
          "the record is longer than \(Dialect.recordByteCountLimit) bytes or has more than "
            + "\(Dialect.fieldCountLimit) fields; after a quote that is never closed, all "
            + "lines are one record"
        )
      case .nulByte(let offset):
        (.nulByte, offset, "a NUL byte at offset \(offset), which text cannot have")
      case .badEncoding(let offset):
        (.badEncoding, offset, "the bytes at offset \(offset) are not UTF-8")
      case .badQuote:
        (
          .badQuote, nil,
          "a quote is not closed, or is inside a field or before more text; a field with a "
            + "quote in it is written \"with \"\" in quotes\""
        )
      case .raggedRow(let expected, let found):
        (.raggedRow, nil, "the record has \(found) fields, and the header has \(expected)")
      case .field(let reason):
        (
          Self.code(of: reason), nil,
          Self.text(reason, error.fieldIndex ?? 0, error.token ?? [], expectations)
        )
      }
    let place = column.map { ", column \($0), \"\(token ?? "")\"" } ?? ""
    self.init(
      date: date?.description, code: code, line: line, column: column, token: token,
      offset: offset, message: "line \(line)\(place): \(message)")
  }

  private static func text(
    _ reason: FieldReason, _ position: Int, _ token: [UInt8], _ expectations: FieldExpectations?
  ) -> String {
    guard let expectations else {
      preconditionFailure("fields are read once the header says what they are")
    }
    return expectations.text(reason, position: position, token: token)
  }

  private static func code(of reason: FieldReason) -> ErrorCode {
    switch reason {
    case .badNumber, .fraction: .badNumber
    case .outOfRange, .unnamable: .outOfRange
    case .nullKey: .nullKey
    case .badTimestamp: .badTimestamp
    case .dateMismatch: .dateMismatch
    case .doubtful: .doubtfulBar
    }
  }
}
