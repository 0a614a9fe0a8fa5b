internal import Bytes

/// How a lake is written: the options of the published `config` dictionary.
///
/// Source: `docs/spec.md`, CONF-1 and MEM-1.
public struct IngestOptions: Hashable, Sendable {
  /// Rows a chunk of the streaming ingestor, at least 1.
  public var chunkSize = 100_000
  /// Threads of the parallel ingestor, at least 1.
  public var threads = Workers.processorCount
  public var profile = Profile.portable
  public var partitioning = Partitioning.date
  public var onExisting = ExistingFilePolicy.skip
  public var fractionalVolume = FractionalVolume.error
  /// Whether a row whose instant is not of the date is an error.
  public var strictDates = false
  /// Whether the columns that directories name are stored in the files too.
  public var embedPartitionColumns = false
  /// Columns kept after the schema's own, in this order.
  public var extraColumns: [ExtraColumn] = []
  /// The most memory the process may occupy, in gigabytes of 1,073,741,824 bytes.
  public var maximumMemoryGigabytes = 14.0
  /// Keys of the configuration that mean nothing here, sorted.
  public private(set) var unknownKeys: [String] = []

  public init() {}

  /// Reads a configuration; keys may be nested or dotted, at the top or below `ingest`.
  ///
  /// - Parameter dataType: the names that extra columns cannot have are those of this type; nil
  ///   leaves that open.
  /// - Throws: `invalid_argument` for a known key with a wrong type or value.
  public init(
    _ config: [String: ConfigValue], dataType: MarketDataType? = nil
  ) throws(IngestError) {
    var reader = ConfigReader(config)
    if let value = try reader.integer("chunk_size", atLeast: 1) { chunkSize = value }
    if let value = try reader.integer("threads", atLeast: 1) { threads = value }
    if let value: Profile = try reader.choice("profile") { profile = value }
    if let value: Partitioning = try reader.choice("partitioning") { partitioning = value }
    if let value: ExistingFilePolicy = try reader.choice("on_existing") { onExisting = value }
    if let value: FractionalVolume = try reader.choice("fractional_volume") {
      fractionalVolume = value
    }
    if let value = try reader.bool("strict_dates") { strictDates = value }
    if let value = try reader.bool("embed_partition_columns") { embedPartitionColumns = value }
    if let value = try reader.extraColumns(
      "extra_columns", ownNames: dataType.map(ExtraColumn.ownNames) ?? [])
    {
      extraColumns = value
    }
    for key in [
      "system_profile.resource_limits.max_memory_gb", "resource_limits.max_memory_gb",
    ] {
      if let value = try reader.positiveNumber(key) { maximumMemoryGigabytes = value }
    }
    unknownKeys = reader.unreadKeys
  }
}

/// Reads known keys of a configuration and remembers which were asked for.
private struct ConfigReader {
  /// Values by their dotted keys, without a leading `ingest.`; dictionaries too, since they are
  /// wrong values of keys that take others.
  private var values: [String: ConfigValue] = [:]
  private var readKeys: Set<String> = []

  init(_ config: [String: ConfigValue]) {
    flatten(config, prefix: "")
  }

  /// Keys that nobody asked for, sorted, without those of dictionaries.
  var unreadKeys: [String] {
    values.filter { key, value in
      if case .dictionary = value { return false }
      return !readKeys.contains(key)
    }.keys.sorted()
  }

  private mutating func flatten(_ config: [String: ConfigValue], prefix: String) {
    for (key, value) in config {
      var path = prefix + key
      if path.hasPrefix("ingest.") { path.removeFirst("ingest.".count) }
      values[path] = value
      if path != "extra_columns", case .dictionary(let nested) = value {
        flatten(nested, prefix: path == "ingest" ? "" : path + ".")
      }
    }
  }

  private mutating func value(_ key: String) -> ConfigValue? {
    readKeys.insert(key)
    guard let value = values[key], value != .null else { return nil }
    return value
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
    _ key: String, ownNames: Set<String>
  ) throws(IngestError) -> [ExtraColumn]? {
    guard let value = value(key) else { return nil }
    switch value {
    case .string(let text): return try ExtraColumn.parse(text, ownNames: ownNames)
    case .dictionary(let types):
      return try ExtraColumn.checked(
        types.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
          .map { ($0.key, $0.value.description) },
        value.description, ownNames)
    default:
      throw .invalidArgument(key, value.description, "a dictionary, or NAME:TYPE,…")
    }
  }
}
