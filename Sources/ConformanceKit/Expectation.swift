package import BarLakeAdapterProtocol

/// What a case says must come of a step. What it does not name is not judged.
package struct Expectation: Sendable {
  package enum Status: String, Decodable, Sendable {
    case success
    case skipped
    case error
  }

  package var status: Status
  /// Keys of the result, compared exactly; `*` stands for any value but null.
  package var result: [String: JSONValue]?
  package var error: ExpectedError?
  /// Keys of each result of a batch, in order.
  package var batch: [[String: JSONValue]]?
  package var statistics: [String: JSONValue]?
  /// Of a schema: the name and type of each column, in order.
  package var columns: [[String]]?
  /// Every file under the root, by its path, with the name of the table that it must hold, or nil
  /// where the content is not judged.
  package var tree: [String: String?]?
  /// Of dates that are partitioned by symbol, the table that one file of the date would hold: each
  /// file holds its symbol's rows of it, in their order and without that column, and there is a
  /// file for each symbol.
  package var together: [String: String]?
  /// Key-value metadata of files; `*` stands for any value.
  package var metadata: [String: [String: String]]?
  /// The number, from 1, of an earlier step: every file that was there after it is there still,
  /// byte for byte.
  package var unchangedSince: Int?

  /// What ERR-1 tells of an error, but for the message. All keys are given, null where there is
  /// nothing.
  package struct ExpectedError: Sendable {
    package var code: String
    package var line: Int?
    package var column: String?
    package var token: String?
    package var offset: Int?
  }
}

extension Expectation {
  /// The names of the tables that files must hold.
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
