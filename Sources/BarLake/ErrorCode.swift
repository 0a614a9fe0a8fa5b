/// Every way in which an ingest can fail: a closed list, the same in every interface.
///
/// Source: `docs/spec.md`, "Error codes".
public enum ErrorCode: String, CaseIterable, Codable, Sendable {
  case invalidArgument = "invalid_argument"
  case invalidDate = "invalid_date"
  case unknownDataType = "unknown_data_type"
  case emptyInput = "empty_input"
  case missingColumn = "missing_column"
  case duplicateColumn = "duplicate_column"
  case raggedRow = "ragged_row"
  case badQuote = "bad_quote"
  case badEncoding = "bad_encoding"
  case nulByte = "nul_byte"
  case badNumber = "bad_number"
  case outOfRange = "out_of_range"
  case nullKey = "null_key"
  case badTimestamp = "bad_timestamp"
  case dateMismatch = "date_mismatch"
  case recordTooLong = "record_too_long"
  case gzipCorrupt = "gzip_corrupt"
  case outputConflict = "output_conflict"
  case memoryLimitExceeded = "memory_limit_exceeded"
  case ioError = "io_error"
  case internalError = "internal"
}

extension ErrorCode: CustomStringConvertible {
  /// The code as it is written everywhere: `bad_number`.
  public var description: String { rawValue }
}
