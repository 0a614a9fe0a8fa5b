/// What the suite asks of an adapter, after the greeting.
package struct Request: Equatable, Sendable {
  /// An opaque text, which the reply repeats.
  package var id: String
  package var operation: Operation

  package init(id: String, operation: Operation) {
    self.id = id
    self.operation = operation
  }

  package enum Operation: Equatable, Sendable {
    case open(Open)
    case ingest(Ingest)
    case ingestBatch(IngestBatch)
    case statistics(ingestor: String)
    case resetStatistics(ingestor: String)
    case schema(Schema)
    case close(ingestor: String)
    case settle
    case bye
  }

  /// Which of the published ingestors.
  package enum Kind: String, Codable, Sendable {
    case polars
    case streaming
  }

  /// Which function of it.
  package enum EntryPoint: String, Codable, Sendable {
    case ingestDate = "ingest_date"
    case ingestLazy = "ingest_lazy"
  }

  package struct Open: Codable, Equatable, Sendable {
    /// The name by which later requests mean the ingestor.
    package var ingestor: String
    package var kind: Kind
    package var dataType: String
    /// The lake's root.
    package var out: String
    package var config: [String: JSONValue]

    private enum CodingKeys: String, CodingKey {
      case ingestor, kind, out, config
      case dataType = "data_type"
    }

    package init(
      ingestor: String, kind: Kind, dataType: String, out: String, config: [String: JSONValue]
    ) {
      self.ingestor = ingestor
      self.kind = kind
      self.dataType = dataType
      self.out = out
      self.config = config
    }
  }

  package struct Ingest: Equatable, Sendable {
    package var ingestor: String
    package var entry: EntryPoint
    package var date: String
    /// The path of the flat file.
    package var input: String
    package var symbols: [String]?
    /// After which the suite gives up, in milliseconds.
    package var deadline: Int

    package init(
      ingestor: String, entry: EntryPoint, date: String, input: String, symbols: [String]?,
      deadline: Int
    ) {
      self.ingestor = ingestor
      self.entry = entry
      self.date = date
      self.input = input
      self.symbols = symbols
      self.deadline = deadline
    }
  }

  package struct IngestBatch: Equatable, Sendable {
    package var ingestor: String
    package var dates: [String]
    /// Paths of the flat files by date.
    package var data: [String: String]
    package var symbols: [String]?
    package var deadline: Int

    package init(
      ingestor: String, dates: [String], data: [String: String], symbols: [String]?, deadline: Int
    ) {
      self.ingestor = ingestor
      self.dates = dates
      self.data = data
      self.symbols = symbols
      self.deadline = deadline
    }
  }

  package struct Schema: Codable, Equatable, Sendable {
    package var dataType: String
    package var profile: String
    /// Whether the columns of the files are meant, and not those of the input.
    package var full: Bool

    private enum CodingKeys: String, CodingKey {
      case profile, full
      case dataType = "data_type"
    }

    package init(dataType: String, profile: String, full: Bool) {
      self.dataType = dataType
      self.profile = profile
      self.full = full
    }
  }
}

extension Request: Codable {
  private enum Name: String, Codable {
    case open, ingest, statistics, schema, close, settle, bye
    case ingestBatch = "ingest_batch"
    case resetStatistics = "reset_statistics"
  }

  private enum CodingKeys: String, CodingKey { case id, op, ingestor }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = try container.decode(String.self, forKey: .id)
    func ingestor() throws -> String { try container.decode(String.self, forKey: .ingestor) }
    switch try container.decode(Name.self, forKey: .op) {
    case .open: operation = .open(try Open(from: decoder))
    case .ingest: operation = .ingest(try Ingest(from: decoder))
    case .ingestBatch: operation = .ingestBatch(try IngestBatch(from: decoder))
    case .statistics: operation = .statistics(ingestor: try ingestor())
    case .resetStatistics: operation = .resetStatistics(ingestor: try ingestor())
    case .schema: operation = .schema(try Schema(from: decoder))
    case .close: operation = .close(ingestor: try ingestor())
    case .settle: operation = .settle
    case .bye: operation = .bye
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    func name(_ name: Name, ingestor: String? = nil) throws {
      try container.encode(name, forKey: .op)
      try container.encodeIfPresent(ingestor, forKey: .ingestor)
    }
    switch operation {
    case .open(let open):
      try name(.open)
      try open.encode(to: encoder)
    case .ingest(let ingest):
      try name(.ingest)
      try ingest.encode(to: encoder)
    case .ingestBatch(let batch):
      try name(.ingestBatch)
      try batch.encode(to: encoder)
    case .statistics(let ingestor): try name(.statistics, ingestor: ingestor)
    case .resetStatistics(let ingestor): try name(.resetStatistics, ingestor: ingestor)
    case .schema(let schema):
      try name(.schema)
      try schema.encode(to: encoder)
    case .close(let ingestor): try name(.close, ingestor: ingestor)
    case .settle: try name(.settle)
    case .bye: try name(.bye)
    }
  }
}

extension Request.Ingest: Codable {
  private enum CodingKeys: String, CodingKey {
    case ingestor, entry, date, input, symbols
    case deadline = "deadline_ms"
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(ingestor, forKey: .ingestor)
    try container.encode(entry, forKey: .entry)
    try container.encode(date, forKey: .date)
    try container.encode(input, forKey: .input)
    try container.encode(symbols, forKey: .symbols)
    try container.encode(deadline, forKey: .deadline)
  }
}

extension Request.IngestBatch: Codable {
  private enum CodingKeys: String, CodingKey {
    case ingestor, dates, data, symbols
    case deadline = "deadline_ms"
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(ingestor, forKey: .ingestor)
    try container.encode(dates, forKey: .dates)
    try container.encode(data, forKey: .data)
    try container.encode(symbols, forKey: .symbols)
    try container.encode(deadline, forKey: .deadline)
  }
}
