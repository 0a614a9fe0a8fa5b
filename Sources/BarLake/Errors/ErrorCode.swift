/// The kinds of error of an ingest: a closed list, the same in every interface.
///
/// Source: `docs/spec.md`, "Error codes".
public enum ErrorCode: String, CaseIterable, Codable, Sendable {
  /// An option has a wrong type or value.
  case invalidArgument = "invalid_argument"
  /// The date is not of the form `YYYY-MM-DD`, or the day does not exist.
  case invalidDate = "invalid_date"
  /// The data type is not one of the four.
  case unknownDataType = "unknown_data_type"
  /// The input has no header.
  case emptyInput = "empty_input"
  /// The header lacks one of the eight columns.
  case missingColumn = "missing_column"
  /// The header names a recognised column twice.
  case duplicateColumn = "duplicate_column"
  /// A record's field count differs from the header's.
  case raggedRow = "ragged_row"
  /// A quote at a wrong place, text after a closing quote, or a quote that is not closed.
  case badQuote = "bad_quote"
  /// Malformed UTF-8, or a byte order mark of UTF-16 or UTF-32.
  case badEncoding = "bad_encoding"
  /// A byte 0 in the text.
  case nulByte = "nul_byte"
  /// A field that does not fit the type of its column.
  case badNumber = "bad_number"
  /// A number outside its column's range, or a partition value that has no file name.
  case outOfRange = "out_of_range"
  /// An empty ticker or an empty `window_start`.
  case nullKey = "null_key"
  /// A text that is not an instant or day, or one that its column cannot hold.
  case badTimestamp = "bad_timestamp"
  /// With `strict_dates`: a bar of another day.
  case dateMismatch = "date_mismatch"
  /// With `strict_bars`: a bar that looks wrong, or a file whose bars look wrong together.
  case doubtfulBar = "doubtful_bar"
  /// A record of more than 1 MiB or 1,024 fields.
  case recordTooLong = "record_too_long"
  /// A damaged gzip container.
  case gzipCorrupt = "gzip_corrupt"
  /// The content of the lake and the request contradict each other.
  case outputConflict = "output_conflict"
  /// The process uses more memory than its limit.
  case memoryLimitExceeded = "memory_limit_exceeded"
  /// The file system or the input reported a failure.
  case ioError = "io_error"
  /// A written file is wrong: a bug in BarLake.
  case internalError = "internal"
}

extension ErrorCode: CustomStringConvertible {
  /// The code as it is written everywhere, such as `bad_number`.
  public var description: String { rawValue }
}
