import BarLake
import BarLakeBytes
import BarLakeCSV
import BarLakeConformanceKit
import Logging

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The core of this package, in this process.
struct CoreImplementation: Implementation {
  /// Which of the two equal ways through the scanner and the number parsers is judged.
  let path: ScanPath

  func open(_ request: OpenRequest) throws(ReportedError) -> any BaseIngestor {
    try reporting { () throws(IngestError) in
      let context = try IngestContext(
        dataType: request.dataType, outputRoot: request.root,
        config: request.config.mapValues(ConfigValue.init), logger: silentLogger,
        scanPath: path)
      return request.entry == .streaming
        ? StreamingIngestor(context: context) : PolarsIngestor(context: context)
    }
  }

  func ingest(
    _ request: IngestRequest, with ingestor: any BaseIngestor
  ) throws(ReportedError) -> [String: JSONValue] {
    let result = try reporting { () throws(IngestError) in
      if request.entry == .lazy, let ingestor = ingestor as? PolarsIngestor {
        return try ingestor.ingestLazy(
          request.date, data: .file(request.input), symbols: request.symbols)
      }
      return try ingestor.ingestDate(
        request.date, data: .file(request.input), symbols: request.symbols)
    }
    return try members(of: result)
  }

  func ingestBatch(
    _ request: BatchRequest, with ingestor: any BaseIngestor
  ) throws(ReportedError) -> [[String: JSONValue]] {
    let results = ingestor.ingestBatch(
      dates: request.dates, dataMap: request.data.mapValues { .file($0) },
      symbols: request.symbols)
    var members: [[String: JSONValue]] = []
    for result in results {
      var keys = try self.members(of: result)
      if let error = result.error { keys["error"] = .object(try self.members(of: error)) }
      members.append(keys)
    }
    return members
  }

  func statistics(of ingestor: any BaseIngestor) throws(ReportedError) -> [String: JSONValue] {
    try members(of: ingestor.statistics)
  }

  func resetStatistics(of ingestor: any BaseIngestor) {
    ingestor.resetStatistics()
  }

  /// What the value shows as JSON.
  private func members(of value: some Encodable) throws(ReportedError) -> [String: JSONValue] {
    do {
      let line = try JSON.line(value)
      return try JSONDecoder().decode([String: JSONValue].self, from: Data(line.utf8))
    } catch {
      throw ReportedError(code: "no JSON", message: "\(error)")
    }
  }

  private func reporting<Result>(
    _ body: () throws(IngestError) -> Result
  ) throws(ReportedError) -> Result {
    do {
      return try body()
    } catch {
      throw ReportedError(
        code: error.code.rawValue, line: error.line, column: error.column, token: error.token,
        offset: error.offset, message: error.message)
    }
  }
}

private let silentLogger = Logger(label: "conformance") { _ in SwiftLogNoOpLogHandler() }

extension ConfigValue {
  /// The same value, as a configuration file would give it.
  init(_ value: JSONValue) {
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
