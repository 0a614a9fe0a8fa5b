/// An entry point of an implementation.
package enum Entry: String, Decodable, Hashable, Sendable {
  /// `PolarsIngestor.ingestDate`.
  case polars
  /// `StreamingIngestor.ingestDate`.
  case streaming
  /// `PolarsIngestor.ingestLazy`.
  case lazy
}

/// The values with which a case is run. Each value of a row is combined with each value of the
/// other rows.
package struct Matrix: Sendable {
  package enum Encoding: String, Decodable, Sendable {
    case plain
    case gzip
    /// Two gzip members, each of half the input.
    case gzipMembers = "gzip-members"
  }

  package enum LineEnding: String, Decodable, Sendable {
    case asIs = "as-is"
    /// Every LF becomes CRLF.
    case crlf
    /// Every LF becomes CR.
    case cr
  }

  package enum Quoting: String, Decodable, Sendable {
    case asIs = "as-is"
    /// Every field of every record is quoted.
    case all
  }

  package var entries: [Entry] = [.polars, .streaming, .lazy]
  package var encodings: [Encoding] = [.plain, .gzip]
  /// For the streaming entry.
  package var chunkSizes = [1, 7, 100_000]
  /// For the other entries.
  package var threads = [1, 2]
  package var lineEndings: [LineEnding] = [.asIs]
  package var quotings: [Quoting] = [.asIs]
}

extension Matrix: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case entries = "entry"
    case encodings = "encoding"
    case chunkSizes = "chunk_size"
    case threads
    case lineEndings = "line_ending"
    case quotings = "quoting"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    func replace<Value: Decodable>(_ values: inout [Value], _ key: CodingKeys) throws {
      guard let given = try container.decodeIfPresent([Value].self, forKey: key) else { return }
      if given.isEmpty {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container, debugDescription: "a row of the matrix has a value at least")
      }
      values = given
    }
    try replace(&entries, .entries)
    try replace(&encodings, .encodings)
    try replace(&chunkSizes, .chunkSizes)
    try replace(&threads, .threads)
    try replace(&lineEndings, .lineEndings)
    try replace(&quotings, .quotings)
  }
}
