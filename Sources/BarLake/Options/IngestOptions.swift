internal import BarLakeBytes

/// How a lake is written: the options of the published `config` dictionary.
///
/// Source: `docs/spec.md`, CONF-1 and MEM-1.
public struct IngestOptions: Hashable, Sendable {
  /// Rows per chunk of the streaming ingestor, at least 1.
  public var chunkSize = 100_000
  /// Threads of the parallel ingestor, at least 1. The streaming ingestor uses up to two, only to
  /// write the files of a date that is partitioned by symbol.
  public var threads = Workers.processorCount
  /// The lake settings that the call gives. A setting that is nil here is taken from the lake at
  /// each call, or from the defaults if the lake has none.
  public var given = PartialLakeSettings()
  /// The values of lake settings that neither a call nor the lake gives.
  package var defaults: LakeSettings
  /// What an ingest does if the date is already done.
  public var onExisting = ExistingFilePolicy.skip
  /// What an ingest does with a fractional volume in the profile `classic`.
  public var fractionalVolume = FractionalVolume.error
  /// Whether a row whose instant is not of the date is an error.
  public var strictDates = false
  /// Whether a row that looks wrong (``DoubtfulBars``) is an error.
  public var strictBars = false
  /// Whether an ingest goes on without locks where the file system of the lake offers none. The
  /// caller promises that nobody else writes to the lake meanwhile.
  public var withoutLocks = false
  /// The most memory that the process may use, in gigabytes of 1,073,741,824 bytes.
  public var maximumMemoryGigabytes = 14.0
  /// Keys of the configuration that BarLake does not know, sorted.
  public private(set) var unknownKeys: [String] = []

  /// All options have their default values.
  public init() {
    defaults = LakeSettings()
  }

  /// All options have their default values; those of the lake settings are `defaults`.
  package init(defaults: LakeSettings) {
    self.defaults = defaults
  }

  /// The column types: the given value or the default. Setting the property makes it a given value.
  public var profile: Profile {
    get { given.profile ?? defaults.profile }
    set { given.profile = newValue }
  }

  /// How the files of a date are laid out: the given value or the default,
  /// ``MarketDataType/defaultPartitioning``. Setting the property makes it a given value.
  public var partitioning: Partitioning {
    get { given.partitioning ?? defaults.partitioning }
    set { given.partitioning = newValue }
  }

  /// Whether the columns that folders name are stored in the files too: the given value or the
  /// default. Setting the property makes it a given value, also if it is false.
  public var embedPartitionColumns: Bool {
    get { given.embedPartitionColumns ?? defaults.embedPartitionColumns }
    set { given.embedPartitionColumns = newValue }
  }

  /// Columns kept after those of the schema, in this order: the given value or the default. Setting
  /// the property makes it a given value, also if it is empty.
  public var extraColumns: [ExtraColumn] {
    get { given.extraColumns ?? defaults.extraColumns }
    set { given.extraColumns = newValue }
  }

  /// Reads a configuration. Keys may be nested or dotted, at the top level or below `ingest`.
  ///
  /// - Parameters:
  ///   - config: the published configuration dictionary.
  ///   - dataType: decides the default partitioning and the names that extra columns cannot have;
  ///     with nil these names are not checked.
  /// - Throws: `invalid_argument` for a known key with a wrong type or value.
  public init(
    _ config: [String: ConfigValue], dataType: MarketDataType? = nil
  ) throws(IngestError) {
    defaults = LakeSettings(for: dataType)
    var reader = ConfigReader(config)
    if let value = try reader.integer("chunk_size", atLeast: 1) { chunkSize = value }
    if let value = try reader.integer("threads", atLeast: 1) { threads = value }
    if let value: Profile = try reader.choice("profile") { profile = value }
    if let value: Partitioning = try reader.choice("partitioning") {
      if value == .symbol, let dataType, dataType.isDaily {
        throw .invalidArgument("partitioning", value.rawValue, "date for daily bars")
      }
      partitioning = value
    }
    if let value: ExistingFilePolicy = try reader.choice("on_existing") { onExisting = value }
    if let value: FractionalVolume = try reader.choice("fractional_volume") {
      fractionalVolume = value
    }
    if let value = try reader.bool("strict_dates") { strictDates = value }
    if let value = try reader.bool("strict_bars") { strictBars = value }
    if let value = try reader.bool("without_locks") { withoutLocks = value }
    if let value = try reader.bool("embed_partition_columns") { embedPartitionColumns = value }
    if let value = try reader.extraColumns(
      "extra_columns", ownNames: dataType.map(ExtraColumn.ownNames) ?? [])
    {
      extraColumns = value
    }
    // Both are read, even if the second does not count: a wrong value is an error anywhere.
    let limit = try reader.positiveNumber("resource_limits.max_memory_gb")
    let profileLimit = try reader.positiveNumber("system_profile.resource_limits.max_memory_gb")
    if let value = limit ?? profileLimit { maximumMemoryGigabytes = value }
    unknownKeys = reader.unreadKeys
  }
}

/// Reads known keys of a configuration and records which keys were read.
private struct ConfigReader {
  private let config: [String: ConfigValue]
  /// Dotted keys that were read.
  private var knownKeys: Set<String> = []

  init(_ config: [String: ConfigValue]) {
    self.config = config
  }

  /// Dotted keys of values that were not read, sorted.
  var unreadKeys: [String] { unreadKeys(of: config, prefix: "").sorted() }

  private func unreadKeys(of members: [String: ConfigValue], prefix: String) -> [String] {
    members.flatMap { key, value in
      let path = prefix + key
      if knownKeys.contains(path) { return [String]() }
      guard case .dictionary(let nested) = value else { return [path] }
      return unreadKeys(of: nested, prefix: path + ".")
    }
  }

  /// The value of a dotted key. A nested value has priority over a dotted one. A key below `ingest`
  /// may also be at the top level, with the lowest priority. Null means that no value is given.
  private mutating func value(_ key: String) -> ConfigValue? {
    let path = key.contains(".") ? key : "ingest.\(key)"
    knownKeys.formUnion([key, path])
    let parts = path.split(separator: ".").map(String.init)
    let found = Self.find(parts[...], in: config) ?? config[key]
    return found == .null ? nil : found
  }

  /// The member at the end of a path. Its parts may be nested, joined by dots, or both; the more
  /// nested form has priority.
  private static func find(
    _ path: ArraySlice<String>, in members: [String: ConfigValue]
  ) -> ConfigValue? {
    for count in 1...path.count {
      let key = path.prefix(count).joined(separator: ".")
      let rest = path.dropFirst(count)
      if rest.isEmpty { return members[key] }
      if case .dictionary(let nested)? = members[key], let found = find(rest, in: nested) {
        return found
      }
    }
    return nil
  }

  mutating func integer(_ key: String, atLeast least: Int) throws(IngestError) -> Int? {
    guard let value = value(key) else { return nil }
    guard case .int(let number) = value, number >= least else {
      throw .invalidArgument(key, value.description, "an integer of at least \(least)")
    }
    return number
  }

  mutating func bool(_ key: String) throws(IngestError) -> Bool? {
    guard let value = value(key) else { return nil }
    guard case .bool(let flag) = value else {
      throw .invalidArgument(key, value.description, "true or false")
    }
    return flag
  }

  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String
  ) throws(IngestError) -> Choice? where Choice.RawValue == String {
    guard let value = value(key) else { return nil }
    guard case .string(let text) = value, let choice = Choice(rawValue: text) else {
      let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw .invalidArgument(key, value.description, "one of \(names)")
    }
    return choice
  }

  mutating func positiveNumber(_ key: String) throws(IngestError) -> Double? {
    guard let value = value(key) else { return nil }
    switch value {
    case .int(let number) where number > 0: return Double(number)
    case .double(let number) where number > 0 && number.isFinite: return number
    default: throw .invalidArgument(key, value.description, "a number above 0")
    }
  }

  mutating func extraColumns(
    _ key: String, ownNames: Set<ColumnName>
  ) throws(IngestError) -> [ExtraColumn]? {
    guard let value = value(key) else { return nil }
    switch value {
    case .string(let text): return try ExtraColumn.parse(text, ownNames: ownNames)
    case .dictionary(let types):
      return try ExtraColumn.checked(
        types.sorted { $0.key.precedesInBytes($1.key) }
          .map { ($0.key, $0.value.description) },
        value.description, ownNames)
    default:
      throw .invalidArgument(key, value.description, "a dictionary, or NAME:TYPE,…")
    }
  }
}
