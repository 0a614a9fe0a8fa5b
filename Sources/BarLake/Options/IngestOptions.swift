internal import BarLakeBytes

/// How a lake is written: the options of the published `config` dictionary.
///
/// Source: `docs/spec.md`, CONF-1 and MEM-1.
public struct IngestOptions: Hashable, Sendable {
  /// Rows a chunk of the streaming ingestor, at least 1.
  public var chunkSize = 100_000
  /// Threads of the parallel ingestor, at least 1. The streaming one takes up to two, for the files
  /// of a date that is divided by symbol.
  public var threads = Workers.processorCount
  /// What is given of the choices that the first commit of a data type fixes. What is open here is
  /// the lake's at each call, and where the lake has none the default.
  public var given = PartialLakeSettings()
  /// What counts where neither a call nor the lake says anything.
  let defaults: LakeSettings
  /// What happens where a date is done already.
  public var onExisting = ExistingFilePolicy.skip
  /// What becomes of a volume with a fraction in the profile `classic`.
  public var fractionalVolume = FractionalVolume.error
  /// Whether a row whose instant is not of the date is an error.
  public var strictDates = false
  /// Whether a row that looks wrong (``DoubtfulBars``) is an error.
  public var strictBars = false
  /// The most memory the process may occupy, in gigabytes of 1,073,741,824 bytes.
  public var maximumMemoryGigabytes = 14.0
  /// Keys of the configuration that mean nothing here, sorted.
  public private(set) var unknownKeys: [String] = []

  /// The defaults.
  public init() {
    defaults = LakeSettings()
  }

  /// The defaults where those of the four choices are `defaults`.
  init(defaults: LakeSettings) {
    self.defaults = defaults
  }

  /// The column types, given or the default; setting them gives them.
  public var profile: Profile {
    get { given.profile ?? defaults.profile }
    set { given.profile = newValue }
  }

  /// How the files of a date are laid out, given or the default,
  /// ``MarketDataType/defaultPartitioning``; setting it gives it.
  public var partitioning: Partitioning {
    get { given.partitioning ?? defaults.partitioning }
    set { given.partitioning = newValue }
  }

  /// Whether the columns that directories name are stored in the files too, given or the default;
  /// setting it gives it, false too.
  public var embedPartitionColumns: Bool {
    get { given.embedPartitionColumns ?? defaults.embedPartitionColumns }
    set { given.embedPartitionColumns = newValue }
  }

  /// Columns kept after the schema's own, in this order, given or the default; setting them gives
  /// them, none too.
  public var extraColumns: [ExtraColumn] {
    get { given.extraColumns ?? defaults.extraColumns }
    set { given.extraColumns = newValue }
  }

  /// Reads a configuration; keys may be nested or dotted, at the top or below `ingest`.
  ///
  /// - Parameters:
  ///   - config: the published configuration dictionary.
  ///   - dataType: what the default partitioning is, and the names that extra columns cannot have,
  ///     depend on the type; nil leaves them open.
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
    if let value = try reader.bool("embed_partition_columns") { embedPartitionColumns = value }
    if let value = try reader.extraColumns(
      "extra_columns", ownNames: dataType.map(ExtraColumn.ownNames) ?? [])
    {
      extraColumns = value
    }
    // Both are read, also where the second does not count: a wrong value is an error anywhere.
    let limit = try reader.positiveNumber("resource_limits.max_memory_gb")
    let profileLimit = try reader.positiveNumber("system_profile.resource_limits.max_memory_gb")
    if let value = limit ?? profileLimit { maximumMemoryGigabytes = value }
    unknownKeys = reader.unreadKeys
  }
}

/// Reads known keys of a configuration and remembers which were asked for.
private struct ConfigReader {
  private let config: [String: ConfigValue]
  /// Dotted keys that were asked for.
  private var knownKeys: Set<String> = []

  init(_ config: [String: ConfigValue]) {
    self.config = config
  }

  /// Dotted keys of values that nobody asked for, sorted.
  var unreadKeys: [String] { unreadKeys(of: config, prefix: "").sorted() }

  private func unreadKeys(of members: [String: ConfigValue], prefix: String) -> [String] {
    members.flatMap { key, value in
      let path = prefix + key
      if knownKeys.contains(path) { return [String]() }
      guard case .dictionary(let nested) = value else { return [path] }
      return unreadKeys(of: nested, prefix: path + ".")
    }
  }

  /// The value of a dotted key: nested before dotted; what belongs below `ingest` may also stand at
  /// the top, and counts last there. Null is no value.
  private mutating func value(_ key: String) -> ConfigValue? {
    let path = key.contains(".") ? key : "ingest.\(key)"
    knownKeys.formUnion([key, path])
    let parts = path.split(separator: ".").map(String.init)
    let found = Self.find(parts[...], in: config) ?? config[key]
    return found == .null ? nil : found
  }

  /// The member at the end of a path, whose parts may be nested, joined by dots, or both; the more
  /// nested one counts.
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
