package import BarLakeColumnar

/// The column types of a lake.
public enum Profile: String, CaseIterable, Codable, Sendable {
  /// Types that every tool reads in the same way: 64-bit prices, µs timestamps, signed integers.
  case portable
  /// The types of the published module: binary32 prices, ns timestamps, unsigned and narrow
  /// integers.
  case classic
}

extension Profile {
  /// The unit of every timestamp column.
  package var timestampUnit: TimeUnit {
    switch self {
    case .portable: .microsecond
    case .classic: .nanosecond
    }
  }
}

/// How the files of a date are laid out.
public enum Partitioning: String, CaseIterable, Codable, Sendable {
  /// One file per date.
  case date
  /// One file per date and symbol, or per date and underlying for options; minute types only.
  case symbol
}

/// What an ingest does if the date is already done.
public enum ExistingFilePolicy: String, CaseIterable, Codable, Sendable {
  /// Skip the date. If it was done with a filter that lacks a requested symbol, report
  /// `output_conflict`.
  case skip
  /// Ingest the date again and replace its files if its source is another than that in its
  /// manifest: of another length or tag, or, if it is no object of a service, with another SHA-256.
  /// Otherwise do as with `skip`.
  case update
  /// Ingest the date again and replace its files.
  case overwrite
  /// Report `output_conflict`.
  case error
}

/// What an ingest does with a fractional volume in the profile `classic`, which stores integers.
public enum FractionalVolume: String, CaseIterable, Codable, Sendable {
  /// Report `bad_number`.
  case error
  /// Round to the nearest integer, ties to even, and count the volume.
  case round
}
