internal import BarLake

/// The first line of a plan: where the flat files are, and how they are ingested.
package struct PlanHeader: Equatable, Sendable {
  /// Where the flat files are.
  package enum Source: Codable, Equatable, Sendable {
    case bucket(BucketPlace)
    case folder(String)

    private enum CodingKeys: String, CodingKey { case folder }

    package func encode(to encoder: any Encoder) throws {
      switch self {
      case .bucket(let place): try place.encode(to: encoder)
      case .folder(let path):
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(path, forKey: .folder)
      }
    }

    package init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      if let path = try container.decodeIfPresent(String.self, forKey: .folder) {
        self = .folder(path)
      } else {
        self = .bucket(try BucketPlace(from: decoder))
      }
    }
  }

  package let source: Source
  package let work: SyncWork
  // What was asked for; who carries the plan out needs only the tasks.
  private let dataTypes: [MarketDataType]
  private let since: CalendarDate
  private let until: CalendarDate
  private let onExisting: ExistingFilePolicy

  init(_ request: SyncRequest, _ source: FlatFileSource) {
    work = request.work
    (dataTypes, onExisting) = (request.dataTypes, request.onExisting)
    (since, until) = (request.first, request.last)
    self.source =
      switch source {
      case .bucket(let source): .bucket(source.place)
      case .folder(let source): .folder(source.root)
      }
  }
}

extension PlanHeader: Codable {
  /// The form of plans that this version writes and reads.
  private static let version = 1

  private enum CodingKeys: String, CodingKey {
    case kind, version, source, work, since, until
    case dataTypes = "data_types"
    case onExisting = "on_existing"
    case specVersion = "spec_version"
  }

  /// Encodes the line.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode("plan", forKey: .kind)
    try container.encode(Self.version, forKey: .version)
    try container.encode(BarLakeVersion.specification, forKey: .specVersion)
    try container.encode(source, forKey: .source)
    try container.encode(work, forKey: .work)
    try container.encode(dataTypes, forKey: .dataTypes)
    try container.encode(since, forKey: .since)
    try container.encode(until, forKey: .until)
    try container.encode(onExisting, forKey: .onExisting)
  }

  /// Decodes the line; the plan must be of this form and of this version of the specification.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard try container.decode(Int.self, forKey: .version) == Self.version,
      try container.decode(String.self, forKey: .specVersion) == BarLakeVersion.specification
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .version, in: container, debugDescription: "a plan of another version")
    }
    source = try container.decode(Source.self, forKey: .source)
    work = try container.decode(SyncWork.self, forKey: .work)
    dataTypes = try container.decode([MarketDataType].self, forKey: .dataTypes)
    since = try CalendarDate(container.decode(String.self, forKey: .since))
    until = try CalendarDate(container.decode(String.self, forKey: .until))
    onExisting = try container.decode(ExistingFilePolicy.self, forKey: .onExisting)
  }
}
