public import BarLake

/// Something in a lake that an earlier version of the specification wanted otherwise, and that is
/// as that version wanted it.
///
/// Source: `docs/spec.md`, VERIFY-3.3.
public struct LakeNote: Hashable, Sendable, Encodable {
  /// What is different.
  public enum Kind: String, CaseIterable, Encodable, Sendable {
    /// Manifests have no checksum of their own.
    case manifestChecksum = "manifest_checksum"
    /// Which texts have a dictionary was decided by what they are.
    case textEncoding = "text_encoding"
    /// Doubtful bars were not looked for.
    case doubtfulBars = "doubtful_bars"
    /// Blanks at the end of a contract's root are part of its underlying.
    case paddedRoots = "padded_roots"
  }

  /// What is different.
  public var kind: Kind
  /// The data type of the dates.
  public var dataType: MarketDataType
  /// The version of the specification that they were written by.
  public var specVersion: String
  /// How many dates it is.
  public var dateCount: Int
  /// The first of them.
  public var first: CalendarDate
  /// The last of them.
  public var last: CalendarDate

  /// What is different, for people.
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
    }
  }

  private enum CodingKeys: String, CodingKey {
    case kind, first, last, difference
    case dataType = "data_type"
    case specVersion = "spec_version"
    case dateCount = "dates"
  }

  /// Writes every key.
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
