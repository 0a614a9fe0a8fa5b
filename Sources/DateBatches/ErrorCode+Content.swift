package import BarLake

extension ErrorCode {
  /// Whether the content of the input is wrong, so that the same file always fails.
  package var isOfContent: Bool {
    switch self {
    case .emptyInput, .missingColumn, .duplicateColumn, .raggedRow, .badQuote, .badEncoding,
      .nulByte, .badNumber, .outOfRange, .nullKey, .badTimestamp, .dateMismatch, .doubtfulBar,
      .recordTooLong, .gzipCorrupt:
      true
    case .invalidArgument, .invalidDate, .unknownDataType, .outputConflict, .memoryLimitExceeded,
      .ioError, .internalError:
      false
    }
  }
}
