public import BarLake

/// A difference from what BarLake writes today that is no fault: an earlier version of the
/// specification required it, or another program wrote the files.
///
/// Source: `docs/spec.md`, VERIFY-3.3.
public struct LakeNote: Hashable, Sendable, Encodable {
  /// The kind of difference.
  public enum Kind: String, CaseIterable, Encodable, Sendable {
    /// Manifests have no checksum of their own.
    case manifestChecksum = "manifest_checksum"
    /// The content decided which texts have a dictionary.
    case textEncoding = "text_encoding"
    /// Doubtful bars were not counted.
    case doubtfulBars = "doubtful_bars"
    /// The underlying contains the blanks at the end of a padded root.
    case paddedRoots = "padded_roots"
    /// Another program wrote the files, which were adopted.
    case foreignFiles = "foreign_files"
  }

  /// The kind of difference.
  public var kind: Kind
  /// The data type of the dates.
  public var dataType: MarketDataType
  /// The version of the specification with which the dates were written, or adopted.
  public var specVersion: String
  /// The number of dates.
  public var dateCount: Int
  /// The first of these dates.
  public var first: CalendarDate
  /// The last of these dates.
  public var last: CalendarDate

  /// The difference, for people.
  public var difference: String {
    switch kind {
    case .manifestChecksum:
      "written by spec \(specVersion): manifests without a checksum of their own (PART-7.3)"
    case .textEncoding:
      "written by spec \(specVersion): text encodings chosen by content (PARQ-2.5); fastparquet "
        + "may read texts as null where such files are read together"
    case .doubtfulBars: "written by spec \(specVersion): doubtful bars not counted (BAR-1)"
    case .paddedRoots:
      "written by spec \(specVersion): where tickers have padded roots, their blanks are part of "
        + "underlying (TYPE-14.4)"
    case .foreignFiles:
      "adopted from another program: checked as any Parquet files are, not as BarLake writes them "
        + "(VERIFY-3.4)"
    }
  }

  private enum CodingKeys: String, CodingKey {
    case kind, first, last, difference
    case dataType = "data_type"
    case specVersion = "spec_version"
    case dateCount = "dates"
  }

  /// Encodes every key.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .kind)
    try container.encode(dataType, forKey: .dataType)
    try container.encode(specVersion, forKey: .specVersion)
    try container.encode(dateCount, forKey: .dateCount)
    try container.encode(first, forKey: .first)
    try container.encode(last, forKey: .last)
    try container.encode(difference, forKey: .difference)
  }
}
