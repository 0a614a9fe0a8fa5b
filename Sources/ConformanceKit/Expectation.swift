package import BarLakeAdapterProtocol

/// The expected outcome of a step. What it does not name is not judged.
package struct Expectation: Sendable {
  package enum Status: String, Decodable, Sendable {
    case success
    case skipped
    case error
  }

  package var status: Status
  /// Keys of the result, compared exactly; `*` is any value except null.
  package var result: [String: JSONValue]?
  package var error: ExpectedError?
  /// Keys of each result of a batch, in order.
  package var batch: [[String: JSONValue]]?
  package var statistics: [String: JSONValue]?
  /// For a schema: the name and type of each column, in order.
  package var columns: [[String]]?
  /// Every file under the root, by its path, with the name of the table that it must hold; nil if
  /// the content is not judged.
  package var tree: [String: String?]?
  /// For dates that are partitioned by symbol: the table that a single file of the date would hold.
  /// Each symbol must have a file, which holds the symbol's rows in their order, without the
  /// symbol's column.
  package var together: [String: String]?
  /// Key-value metadata of files; `*` is any value.
  package var metadata: [String: [String: String]]?
  /// The number of an earlier step, from 1. Every file that existed after it must still exist, byte
  /// for byte.
  package var unchangedSince: Int?

  /// The keys of ERR-1 except the message. All are given; null means that the error has no such
  /// value.
  package struct ExpectedError: Sendable {
    package var code: String
    package var line: Int?
    package var column: String?
    package var token: String?
    package var offset: Int?
  }
}

extension Expectation {
  /// The names of the tables.
  package var tables: Set<String> {
    Set((tree ?? [:]).values.compactMap { $0 }).union((together ?? [:]).values)
  }
}

extension Expectation: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case status, result, error, batch, statistics, columns, tree, together, metadata
    case unchangedSince = "unchanged_since"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    status = try container.decode(Status.self, forKey: .status)
    result = try container.decodeIfPresent([String: JSONValue].self, forKey: .result)
    error = try container.decodeIfPresent(ExpectedError.self, forKey: .error)
    batch = try container.decodeIfPresent([[String: JSONValue]].self, forKey: .batch)
    statistics = try container.decodeIfPresent([String: JSONValue].self, forKey: .statistics)
    columns = try container.decodeIfPresent([[String]].self, forKey: .columns)
    if columns?.contains(where: { $0.count != 2 }) == true {
      throw DecodingError.dataCorruptedError(
        forKey: .columns, in: container, debugDescription: "a column is a name and a type")
    }
    tree = try container.decodeIfPresent([String: String?].self, forKey: .tree)
    together = try container.decodeIfPresent([String: String].self, forKey: .together)
    metadata = try container.decodeIfPresent([String: [String: String]].self, forKey: .metadata)
    unchangedSince = try container.decodeIfPresent(Int.self, forKey: .unchangedSince)
    if (status == .error) != (error != nil) {
      throw DecodingError.dataCorruptedError(
        forKey: .error, in: container,
        debugDescription: "\"error\" belongs to the status error, and to no other")
    }
  }
}

extension Expectation.ExpectedError: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case code, line, column, token, offset
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    for key in CodingKeys.allCases where !container.contains(key) {
      throw DecodingError.keyNotFound(
        key,
        DecodingError.Context(
          codingPath: container.codingPath, debugDescription: "all keys of an error are given"))
    }
    code = try container.decode(String.self, forKey: .code)
    line = try container.decode(Int?.self, forKey: .line)
    column = try container.decode(String?.self, forKey: .column)
    token = try container.decode(String?.self, forKey: .token)
    offset = try container.decode(Int?.self, forKey: .offset)
  }
}
