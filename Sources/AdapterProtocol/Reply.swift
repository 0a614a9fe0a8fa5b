/// What an adapter says to a ``Request``.
package struct Reply: Equatable, Sendable {
  /// That of the request.
  package var id: String
  package var outcome: Outcome

  package init(id: String, outcome: Outcome) {
    self.id = id
    self.outcome = outcome
  }

  package enum Outcome: Equatable, Sendable {
    case success(Content)
    case error(ReportedError)
    /// The adapter does not support the feature that the request needs.
    case unsupported(AdapterFeature)
  }

  /// What a success brings, by the operation.
  package struct Content: Equatable, Sendable {
    /// Of `ingest`, by the keys of API-5.
    package var result: [String: JSONValue]?
    /// Of `ingest_batch`; an error's keys stand under `error`.
    package var results: [[String: JSONValue]]?
    /// By the keys of STATS-1.
    package var statistics: [String: JSONValue]?
    /// Of `schema`: the name, type and nullability of each column.
    package var columns: [[String: JSONValue]]?

    package init(
      result: [String: JSONValue]? = nil, results: [[String: JSONValue]]? = nil,
      statistics: [String: JSONValue]? = nil, columns: [[String: JSONValue]]? = nil
    ) {
      self.result = result
      self.results = results
      self.statistics = statistics
      self.columns = columns
    }
  }
}

extension Reply: Codable {
  private enum Status: String, Codable { case success, error, unsupported }

  private enum CodingKeys: String, CodingKey {
    case id, status, feature, result, results, statistics, columns
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = try container.decode(String.self, forKey: .id)
    switch try container.decode(Status.self, forKey: .status) {
    case .success:
      var content = Content()
      content.result = try container.decodeIfPresent([String: JSONValue].self, forKey: .result)
      content.results = try container.decodeIfPresent([[String: JSONValue]].self, forKey: .results)
      content.statistics = try container.decodeIfPresent(
        [String: JSONValue].self, forKey: .statistics)
      content.columns = try container.decodeIfPresent([[String: JSONValue]].self, forKey: .columns)
      outcome = .success(content)
    case .error: outcome = .error(try ReportedError(from: decoder))
    case .unsupported:
      outcome = .unsupported(try container.decode(AdapterFeature.self, forKey: .feature))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    switch outcome {
    case .success(let content):
      try container.encode(Status.success, forKey: .status)
      try container.encodeIfPresent(content.result, forKey: .result)
      try container.encodeIfPresent(content.results, forKey: .results)
      try container.encodeIfPresent(content.statistics, forKey: .statistics)
      try container.encodeIfPresent(content.columns, forKey: .columns)
    case .error(let error):
      try container.encode(Status.error, forKey: .status)
      try error.encode(to: encoder)
    case .unsupported(let feature):
      try container.encode(Status.unsupported, forKey: .status)
      try container.encode(feature, forKey: .feature)
    }
  }
}
