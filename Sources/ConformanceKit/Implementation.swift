/// What the suite judges: something that ingests. A conformer passes each call on and translates;
/// it decides nothing.
package protocol Implementation: Sendable {
  associatedtype Ingestor

  /// Constructs an ingestor; the constructor's error is thrown.
  func open(_ request: OpenRequest) throws(ReportedError) -> Ingestor

  /// Ingests one date and returns the result by the keys of API-5.
  func ingest(
    _ request: IngestRequest, with ingestor: Ingestor
  ) throws(ReportedError) -> [String: JSONValue]

  /// Ingests dates in order and returns a result for each, by the keys of API-5. A date that failed
  /// has the status `error`, with ERR-1's keys under `error`.
  func ingestBatch(
    _ request: BatchRequest, with ingestor: Ingestor
  ) throws(ReportedError) -> [[String: JSONValue]]

  /// The statistics by the keys of STATS-1.
  func statistics(of ingestor: Ingestor) throws(ReportedError) -> [String: JSONValue]

  func resetStatistics(of ingestor: Ingestor) throws(ReportedError)
}

/// Which ingestor to construct.
package struct OpenRequest: Sendable {
  /// `streaming` is the streaming ingestor, `polars` and `lazy` are the other one.
  package var entry: Entry
  package var dataType: String
  /// The lake's root, which need not exist.
  package var root: String
  /// The configuration, with `chunk_size` or `threads` of the permutation.
  package var config: [String: JSONValue]
}

/// One date to ingest.
package struct IngestRequest: Sendable {
  /// `lazy` asks for `ingestLazy`, the others for `ingestDate`.
  package var entry: Entry
  package var date: String
  /// The path of the input; there need not be a file.
  package var input: String
  package var symbols: [String]?

  package init(entry: Entry, date: String, input: String, symbols: [String]? = nil) {
    self.entry = entry
    self.date = date
    self.input = input
    self.symbols = symbols
  }
}

/// Dates to ingest in order.
package struct BatchRequest: Sendable {
  package var dates: [String]
  /// Paths of the inputs by date.
  package var data: [String: String]
  package var symbols: [String]?
}

/// An error as ERR-1 tells it.
package struct ReportedError: Error, Equatable, Sendable {
  package var code: String
  package var line: Int?
  package var column: String?
  package var token: String?
  package var offset: Int?
  /// For people; never compared.
  package var message: String

  package init(
    code: String, line: Int? = nil, column: String? = nil, token: String? = nil,
    offset: Int? = nil, message: String
  ) {
    self.code = code
    self.line = line
    self.column = column
    self.token = token
    self.offset = offset
    self.message = message
  }
}

extension ReportedError: CustomStringConvertible {
  package var description: String { "\(code) (\(message))" }
}
