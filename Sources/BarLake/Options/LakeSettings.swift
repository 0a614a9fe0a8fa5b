package import BarLakeColumnar
internal import BarLakeParquetReading

/// The settings of a data type that its first commit fixes for the whole lake. They are the
/// defaults of every later call.
///
/// Source: `docs/spec.md`, SCHEMA-8.
package struct LakeSettings: Codable, Hashable, Sendable {
  package var profile = Profile.portable
  package var partitioning = Partitioning.date
  package var embedPartitionColumns = false
  package var extraColumns: [ExtraColumn] = []

  /// The defaults; those of a data type if one is given.
  package init(for dataType: MarketDataType? = nil) {
    if let dataType { partitioning = dataType.defaultPartitioning }
  }

  /// The values of `given`, and those of `others` where `given` has none.
  package init(_ given: PartialLakeSettings, or others: LakeSettings) {
    profile = given.profile ?? others.profile
    partitioning = given.partitioning ?? others.partitioning
    embedPartitionColumns = given.embedPartitionColumns ?? others.embedPartitionColumns
    extraColumns = given.extraColumns ?? others.extraColumns
  }

  package init(_ options: IngestOptions) {
    self.init(options.given, or: options.defaults)
  }

  /// Parses the settings of `dataType`. `bytes` may be of any origin; the result is nil if they are
  /// not settings, or are settings that no run can have written.
  package init?(_ bytes: [UInt8], of dataType: MarketDataType) {
    guard let settings = JSON.value(LakeSettings.self, from: bytes),
      settings.isPossible(for: dataType)
    else { return nil }
    self = settings
  }

  /// Whether an ingest can have these settings.
  fileprivate func isPossible(for dataType: MarketDataType) -> Bool {
    if dataType.isDaily, partitioning == .symbol { return false }
    var names = ExtraColumn.ownNames(dataType)
    return extraColumns.allSatisfy { column in
      let name = ColumnName(column.name)
      return !name.text.isEmpty && name.text.utf8.elementsEqual(column.name.utf8)
        && names.insert(name).inserted
    }
  }

  private enum CodingKeys: String, CodingKey {
    case profile, partitioning
    case embedPartitionColumns = "embed_partition_columns"
    case extraColumns = "extra_columns"
  }
}

/// Some of the settings that the first commit of a data type fixes; nil means not given.
///
/// A setting of ``IngestOptions/given`` that is nil is taken from the lake at each call, or from
/// the defaults if the lake has none. Source: `docs/spec.md`, CONF-1.2 and SCHEMA-8.
public struct PartialLakeSettings: Hashable, Sendable {
  /// The column types.
  public var profile: Profile?
  /// How the files of a date are laid out.
  public var partitioning: Partitioning?
  /// Whether the columns that folders name are stored in the files too.
  public var embedPartitionColumns: Bool?
  /// Columns kept after those of the schema, in this order; an empty list means none.
  public var extraColumns: [ExtraColumn]?

  /// No setting is given.
  public init() {}

  package init(_ settings: LakeSettings) {
    (profile, partitioning) = (settings.profile, settings.partitioning)
    (embedPartitionColumns, extraColumns) = (settings.embedPartitionColumns, settings.extraColumns)
  }

  /// The settings that `given` lacks and these have, except those that are equal to `defaults`.
  package func adopted(
    by given: PartialLakeSettings, unlike defaults: LakeSettings
  ) -> PartialLakeSettings {
    func adopted<Value: Equatable>(_ own: Value?, _ given: Value?, _ usual: Value) -> Value? {
      given == nil && own != usual ? own : nil
    }
    var settings = PartialLakeSettings()
    settings.profile = adopted(profile, given.profile, defaults.profile)
    settings.partitioning = adopted(partitioning, given.partitioning, defaults.partitioning)
    settings.embedPartitionColumns = adopted(
      embedPartitionColumns, given.embedPartitionColumns, defaults.embedPartitionColumns)
    settings.extraColumns = adopted(extraColumns, given.extraColumns, defaults.extraColumns)
    return settings
  }

  /// The settings of `given` that differ from these, which are a lake's.
  package func differences(from given: PartialLakeSettings) -> [Difference] {
    func difference<Value: Equatable>(
      _ name: String, _ own: Value?, _ given: Value?, _ text: (Value) -> String,
      flag: (Value) -> String?
    ) -> Difference? {
      guard let own, let given, own != given else { return nil }
      return Difference(name: name, own: text(own), given: text(given), flag: flag(own))
    }
    return [
      difference("profile", profile, given.profile, \.rawValue) { "--profile \($0.rawValue)" },
      difference("partitioning", partitioning, given.partitioning, \.rawValue) {
        "--partition-by \($0.rawValue)"
      },
      difference(
        "embed_partition_columns", embedPartitionColumns, given.embedPartitionColumns,
        { String($0) }, flag: { ($0 ? "--" : "--no-") + "embed-partition-columns" }),
      difference("extra_columns", extraColumns, given.extraColumns, \.listed, flag: \.flag),
    ].compactMap(\.self)
  }

  /// A setting that a call gives and that differs from the lake's.
  package struct Difference {
    package var name: String
    package var own: String
    package var given: String
    /// The command's option that gives the lake's value; nil if no option can.
    package var flag: String?
  }
}

extension [ExtraColumn] {
  /// `NAME:TYPE,…`, or `none`.
  package var listed: String { isEmpty ? "none" : text }

  private var text: String {
    map { "\($0.name):\($0.type.rawValue)" }.joined(separator: ",")
  }

  /// The command's option that gives these columns; nil if a name contains a comma, which separates
  /// columns.
  fileprivate var flag: String? {
    if contains(where: { $0.name.utf8.contains(UInt8(ascii: ",")) }) { return nil }
    let plain = Set("abcdefghijklmnopqrstuvwxyz0123456789_:,.".utf8)
    if !isEmpty, text.utf8.allSatisfy(plain.contains) { return "--extra-columns \(text)" }
    // Quoted for a shell, whatever a name contains.
    let quoted = text.utf8.flatMap { byte -> [UInt8] in
      byte == UInt8(ascii: "'") ? [UInt8](#"'\''"#.utf8) : [byte]
    }
    return "--extra-columns '\(String(decoding: quoted, as: UTF8.self))'"
  }
}

extension PartialLakeSettings {
  /// The settings of a lake that has a file of `dataType` with these columns, as far as Parquet
  /// distinguishes types, and a manifest with this `profile` and `partitioning`. Nil if no lake has
  /// these columns. `embedPartitionColumns` is nil if it does not change the columns.
  package init?(
    _ columns: Schema, of dataType: MarketDataType, profile: Profile, partitioning: Partitioning
  ) {
    self.profile = profile
    self.partitioning = partitioning
    var found: [(isEmbedded: Bool, extra: [ExtraColumn])] = []
    for isEmbedded in [false, true] {
      var options = IngestOptions(defaults: LakeSettings(for: dataType))
      options.profile = profile
      options.partitioning = partitioning
      options.embedPartitionColumns = isEmbedded
      let own = MarketSchema.storedSchema(for: dataType, options: options).inParquet.fields
      guard columns.fields.count >= own.count,
        Schema(Array(columns.fields.prefix(own.count))).isSame(as: Schema(own))
      else { continue }
      options.extraColumns = columns.fields.dropFirst(own.count).compactMap { field in
        ExtraColumnType(storedAs: field.type).map { ExtraColumn(name: field.name, type: $0) }
      }
      // A column of another unit, for example, does not have a type of ours.
      let stored = MarketSchema.storedSchema(for: dataType, options: options).inParquet
      if stored.isSame(as: columns), LakeSettings(options).isPossible(for: dataType) {
        found.append((isEmbedded, options.extraColumns))
      }
    }
    guard let first = found.first else { return nil }
    extraColumns = first.extra
    embedPartitionColumns = found.count == 1 ? first.isEmbedded : nil
  }
}

extension ExtraColumnType {
  /// The extra column type whose columns are stored as `type`.
  fileprivate init?(storedAs type: DataType) {
    switch type {
    case .bool: self = .bool
    case .int64: self = .int64
    case .float64: self = .double
    case .date32: self = .date
    case .timestamp: self = .timestamp
    case .string: self = .string
    default: return nil
    }
  }
}
