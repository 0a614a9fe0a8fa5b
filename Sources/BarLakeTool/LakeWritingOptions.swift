import ArgumentParser
import BarLake

/// The options of commands that write dates of a lake.
struct LakeWritingOptions: ParsableArguments {
  // Numbers are parsed below, so that a wrong number, negative ones included, gives the library's
  // error.
  @Option(
    parsing: .unconditional,
    help: "Threads (default: one per processor); streaming uses two at most.")
  var threads: String?

  @Option(
    help: "Column types: portable or classic (default: the lake's, or portable).",
    completion: .choices(Profile.self))
  var profile: String?

  @Option(
    help: """
      Files of a date: date, one file, or symbol, one file per symbol (default: the lake's, or \
      symbol for minute types and date for daily types).
      """, completion: .choices(Partitioning.self))
  var partitionBy: String?

  @Option(
    help: """
      If the date is done: skip, update (replace it if its source is another now), overwrite or \
      error (default: skip).
      """,
    completion: .choices(ExistingFilePolicy.self))
  var onExisting: String?

  @Option(
    help: "Volumes with a fraction in profile classic: error or round (default: error).",
    completion: .choices(FractionalVolume.self))
  var fractionalVolume: String?

  @OptionGroup var locks: LockOptions

  @Flag(
    inversion: .prefixedNo,
    help: """
      Store the columns that folders name (year, month, symbol) in the files too. Not every \
      reader opens such a lake as a whole (default: the lake's, or no).
      """)
  var embedPartitionColumns: Bool?

  @Option(
    help: """
      Keep these columns too: NAME:TYPE,… (bool int64 double date timestamp string). May be given \
      more than once. '' keeps none (default: the lake's, or none).
      """)
  var extraColumns: [String] = []

  @Option(
    parsing: .unconditional,
    help: "The most memory that the process may use, in GiB (default: 14).")
  var maxMemoryGb: String?

  /// Whether a call skips dates that are done.
  var skipsDone: Bool {
    onExisting == nil || onExisting == ExistingFilePolicy.skip.rawValue
  }

  /// The options, with the keys of the published configuration.
  var config: [String: ConfigValue] {
    var config: [String: ConfigValue] = ["without_locks": .bool(locks.withoutLocks)]
    if let embedPartitionColumns {
      config["embed_partition_columns"] = .bool(embedPartitionColumns)
    }
    if let threads { config["threads"] = Self.integer(threads) }
    if let profile { config["profile"] = .string(profile) }
    if let partitionBy { config["partitioning"] = .string(partitionBy) }
    if let onExisting { config["on_existing"] = .string(onExisting) }
    if let fractionalVolume { config["fractional_volume"] = .string(fractionalVolume) }
    if !extraColumns.isEmpty {
      config["extra_columns"] = .string(extraColumns.joined(separator: ","))
    }
    if let maxMemoryGb { config["resource_limits.max_memory_gb"] = Self.number(maxMemoryGb) }
    return config
  }

  /// `text` as an integer; any other text stays a text, which the option then refuses.
  static func integer(_ text: String) -> ConfigValue {
    Int(text).map { .int($0) } ?? .string(text)
  }

  /// As above, for any number.
  private static func number(_ text: String) -> ConfigValue {
    guard let number = Double(text), number.isFinite else { return .string(text) }
    return Int(text).map { .int($0) } ?? .double(number)
  }
}
