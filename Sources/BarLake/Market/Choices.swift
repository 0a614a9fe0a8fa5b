package import BarLakeColumnar

/// The column types of a lake.
public enum Profile: String, CaseIterable, Codable, Sendable {
  /// Types that every tool reads without thought: 64-bit prices, µs timestamps, signed integers.
  case portable
  /// The published module's types: binary32 prices, ns timestamps, unsigned and narrow integers.
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
  /// One file a date.
  case date
  /// One file a date and symbol, of options a date and underlying; for minute bars only.
  case symbol
}

/// What happens where a date is done already.
public enum ExistingFilePolicy: String, CaseIterable, Codable, Sendable {
  /// The date is skipped, unless it was done with a filter that lacks what is asked for.
  case skip
  /// It is ingested again, and its files are replaced.
  case overwrite
  /// It is `output_conflict`.
  case error
}

/// What becomes of a volume with a fraction in the profile `classic`, which stores integers.
public enum FractionalVolume: String, CaseIterable, Codable, Sendable {
  /// Such a volume is `bad_number`.
  case error
  /// Rounded to the nearest integer, ties to even, and counted.
  case round
}
