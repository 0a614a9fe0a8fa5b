package import BarLake
package import BarLakeAdapterProtocol
internal import BarLakeBytes
internal import BarLakeColumnar

/// The ingestors of a session, and what requests do with them.
package final class AdapterServer {
  private let supports: Set<AdapterFeature>
  private let makeIngestor: (Adapter.Construction) throws(IngestError) -> any BaseIngestor
  private var ingestors: [String: any BaseIngestor] = [:]

  package init(
    supports: Set<AdapterFeature>,
    makeIngestor: @escaping (Adapter.Construction) throws(IngestError) -> any BaseIngestor
  ) {
    self.supports = supports
    self.makeIngestor = makeIngestor
  }

  package func reply(to request: Request) -> Reply {
    Reply(id: request.id, outcome: outcome(of: request.operation))
  }

  private func outcome(of operation: Request.Operation) -> Reply.Outcome {
    do {
      switch operation {
      case .open(let open):
        if open.kind == .streaming, !supports.contains(.streaming) {
          return .unsupported(.streaming)
        }
        ingestors[open.ingestor] = try makeIngestor(
          Adapter.Construction(
            kind: open.kind == .streaming ? .streaming : .polars, dataType: open.dataType,
            outputRoot: open.out, config: open.config.mapValues(ConfigValue.init)))
        return .success(Reply.Content())
      case .ingest(let ingest):
        return .success(
          Reply.Content(result: try members(of: try result(of: ingest))))
      case .ingestBatch(let batch):
        let results = try ingestor(batch.ingestor).ingestBatch(
          dates: batch.dates, dataMap: batch.data.mapValues { .file($0) }, symbols: batch.symbols)
        return .success(Reply.Content(results: try results.map(members(ofBatch:))))
      case .statistics(let name):
        return .success(Reply.Content(statistics: try members(of: ingestor(name).statistics)))
      case .resetStatistics(let name):
        try ingestor(name).resetStatistics()
        return .success(Reply.Content())
      case .schema(let schema):
        return .success(Reply.Content(columns: try columns(of: schema)))
      case .close(let name):
        _ = try ingestor(name)
        ingestors[name] = nil
        return .success(Reply.Content())
      case .settle:
        Memory.releaseFree()
        return .success(Reply.Content())
      case .bye:
        return .success(Reply.Content())
      }
    } catch let error as IngestError {
      return .error(ReportedError(error))
    } catch let unsupported as Unsupported {
      return .unsupported(unsupported.feature)
    } catch {
      return .error(ReportedError(code: "internal", message: "\(error)"))
    }
  }

  private struct Unsupported: Error { var feature: AdapterFeature }

  private func ingestor(_ name: String) throws -> any BaseIngestor {
    guard let ingestor = ingestors[name] else {
      throw IngestError(code: .internalError, message: "no ingestor \(name) has been opened")
    }
    return ingestor
  }

  private func result(of ingest: Request.Ingest) throws -> IngestResult {
    let ingestor = try ingestor(ingest.ingestor)
    switch ingest.entry {
    case .ingestDate:
      return try ingestor.ingestDate(
        ingest.date, data: .file(ingest.input), symbols: ingest.symbols)
    case .ingestLazy:
      guard let ingestor = ingestor as? any LazyIngestor else {
        throw Unsupported(feature: .lazy)
      }
      return try ingestor.ingestLazy(
        ingest.date, data: .file(ingest.input), symbols: ingest.symbols)
    }
  }

  /// A result of a batch, with the keys of its error under `error`.
  private func members(ofBatch result: IngestResult) throws -> [String: JSONValue] {
    var keys = try members(of: result)
    if let error = result.error { keys["error"] = .object(try members(of: error)) }
    return keys
  }

  /// What the value shows as JSON.
  private func members(of value: some Encodable) throws -> [String: JSONValue] {
    try AdapterProtocol.message(
      [String: JSONValue].self, from: AdapterProtocol.line(value))
  }

  private func columns(of request: Request.Schema) throws -> [[String: JSONValue]] {
    let dataType = try MarketDataType(name: request.dataType)
    let profile = try IngestOptions(["profile": .string(request.profile)]).profile
    let schema =
      request.full
      ? MarketSchema.schema(for: dataType, profile: profile)
      : MarketSchema.rawSchema(for: dataType, profile: profile)
    return schema.fields.map {
      ["name": .string($0.name), "type": .string($0.type.logical), "nullable": .bool(true)]
    }
  }
}

extension ReportedError {
  fileprivate init(_ error: IngestError) {
    self.init(
      code: error.code.rawValue, line: error.line, column: error.column, token: error.token,
      offset: error.offset, message: error.message)
  }
}

extension ConfigValue {
  /// The same value, as a configuration file would give it.
  package init(_ value: JSONValue) {
    switch value {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .integer(let value): self = .int(value)
    case .number(let value): self = .double(value)
    case .string(let value): self = .string(value)
    case .array(let values): self = .array(values.map(ConfigValue.init))
    case .object(let members): self = .dictionary(members.mapValues(ConfigValue.init))
    }
  }
}

extension DataType {
  /// The type without how it is stored and shown: a text is one, with a dictionary or without, and
  /// an instant is one, whatever zone it is labelled with.
  fileprivate var logical: String {
    switch self {
    case .dictionary: DataType.string.description
    case .timestamp(let unit, zone: .some): DataType.timestamp(unit, zone: "UTC").description
    default: description
    }
  }
}
