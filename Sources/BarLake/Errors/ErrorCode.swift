/// Every way in which an ingest can fail: a closed list, the same in every interface.
///
/// Source: `docs/spec.md`, "Error codes".
public enum ErrorCode: String, CaseIterable, Codable, Sendable {
  /// An option has a wrong type or value.
  case invalidArgument = "invalid_argument"
  /// The date is not `YYYY-MM-DD` or no real day.
  case invalidDate = "invalid_date"
  /// The data type is none of the four.
  case unknownDataType = "unknown_data_type"
  /// The input holds no header.
  case emptyInput = "empty_input"
  /// The header lacks one of the eight columns.
  case missingColumn = "missing_column"
  /// The header names a recognised column twice.
  case duplicateColumn = "duplicate_column"
  /// A record's field count differs from the header's.
  case raggedRow = "ragged_row"
  /// A quote where none may stand, text after a closing quote, or a quote never closed.
  case badQuote = "bad_quote"
  /// Malformed UTF-8, or a byte order mark of UTF-16 or UTF-32.
  case badEncoding = "bad_encoding"
  /// A byte 0 in the text.
  case nulByte = "nul_byte"
  /// A field that is not what its column takes.
  case badNumber = "bad_number"
  /// A number outside its column's range, or a partition value that has no file name.
  case outOfRange = "out_of_range"
  /// An empty ticker or an empty `window_start`.
  case nullKey = "null_key"
  /// A text that is no instant or day, or none that its column can hold.
  case badTimestamp = "bad_timestamp"
  /// With `strict_dates`, a bar of another day.
  case dateMismatch = "date_mismatch"
  /// With `strict_bars`, a bar that looks wrong, or a file of bars that does.
  case doubtfulBar = "doubtful_bar"
  /// A record of more than 1 MiB or 1,024 fields.
  case recordTooLong = "record_too_long"
  /// A damaged gzip container.
  case gzipCorrupt = "gzip_corrupt"
  /// What is in the lake and what is asked for do not go together.
  case outputConflict = "output_conflict"
  /// The process uses more memory than it may.
  case memoryLimitExceeded = "memory_limit_exceeded"
  /// The file system, or the input, refused an operation.
  case ioError = "io_error"
  /// A written file is not what it should be: a fault of this module.
  case internalError = "internal"
}

extension ErrorCode: CustomStringConvertible {
  /// The code as it is written everywhere: `bad_number`.
  public var description: String { rawValue }
}
