internal import BarLakeBytes
package import BarLakeCSV

extension IngestError {
  /// The error of an input that cannot be read; its path is relative to `root`.
  init(_ failure: BlockReader.Failure, root: String) {
    switch failure {
    case .input(let error): self.init(error, root: root)
    case .gzip(let damaged):
      self.init(
        code: .gzipCorrupt,
        message: "the gzip file is damaged or incomplete: \(damaged.reason); download it again")
    }
  }

  /// The error of an input that has no bytes, or only blanks and line terminators.
  static func emptyInput(isWithoutBytes: Bool) -> IngestError {
    IngestError(
      code: .emptyInput, line: 1,
      message: isWithoutBytes
        ? "the input has no bytes" : "the input has no header: only blanks and line ends")
  }

  /// The error of a header's names.
  init(_ failure: HeaderBinding.Failure, in header: InputHeader) {
    switch failure {
    case .duplicate(let column, let first):
      let isAlias = !column.utf8.elementsEqual(first.utf8)
      self.init(
        code: .duplicateColumn, line: header.line, column: column,
        message: "line \(header.line): the header names a column a second time: \(column)"
          + (isAlias ? ", which is the column \(first)" : ""))
    case .missing(let columns):
      let names = columns.map(\.rawValue).joined(separator: ",")
      let found = HeaderReport.text(header.record, names: header.names)
      self.init(
        code: .missingColumn, line: header.line, token: names,
        message: header.start.explain("line \(header.line): the header lacks \(names); \(found)"))
    }
  }

  /// The error of a record in a file whose header has `names`. `expectations` describe its columns;
  /// they are required for errors of fields.
  package init(
    _ error: CSVError, names: [String] = [], expectations: FieldExpectations? = nil
  ) {
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
      code: code, line: error.line, column: column, token: token, offset: offset,
      message: "line \(error.line)\(place): \(message)")
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
