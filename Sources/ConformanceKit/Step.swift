package import BarLakeAdapterProtocol

/// One thing that a case does.
package struct Step: Sendable {
  package enum Operation: Sendable {
    case ingest(Ingest)
    case ingestBatch(IngestBatch)
    /// Asks the ingestor that was used last for its statistics.
    case statistics
    /// Sets the counters of the ingestor that was used last to 0.
    case resetStatistics
    /// Asks for the schema of a data type.
    case schema(Schema)
    /// Makes a file under the lake's root, with the folders above it.
    case put(path: String, text: String)
    /// Removes a file under the lake's root.
    case remove(path: String)
    /// Cuts a file under the lake's root to its first bytes.
    case truncate(path: String, byteCount: Int)
  }

  /// Which ingestor; steps that agree in all of this use the same one.
  package struct IngestorKey: Sendable {
    package var dataType: String
    package var config: [String: JSONValue]
    /// Where the step does not leave the entry to the permutation.
    package var entry: Entry?
    /// The `output_root` as it is handed in, where it is not the run's lake.
    package var root: String?
  }

  package struct Ingest: Sendable {
    package var ingestor: IngestorKey
    package var date: String
    /// A file name in the case's folder; there need not be such a file. A URL is handed in as it
    /// is.
    package var input: String
    package var symbols: [String]?
  }

  package struct IngestBatch: Sendable {
    package var ingestor: IngestorKey
    package var dates: [String]
    /// File names in the case's folder, by date.
    package var data: [String: String]
    package var symbols: [String]?
  }

  package struct Schema: Sendable {
    package var dataType: String
    package var profile: String
    /// Whether the columns that later stages add are meant too.
    package var full: Bool
  }

  package var operation: Operation
  /// What must come of this step; without it a step before the last must succeed.
  package var expect: Expectation?
}

extension Step {
  /// The names of the input files.
  package var inputs: [String] {
    switch operation {
    case .ingest(let ingest): [ingest.input]
    case .ingestBatch(let batch): batch.data.values.sorted()
    case .statistics, .resetStatistics, .schema, .put, .remove, .truncate: []
    }
  }
}

extension Step: Decodable {
  private enum Name: String, Decodable {
    case ingest
    case ingestBatch = "ingest_batch"
    case statistics
    case resetStatistics = "reset_statistics"
    case schema, put, remove, truncate
  }

  private enum NameKeys: String, CodingKey { case op }
  private enum IngestKeys: String, CodingKey, CaseIterable {
    case op, date, input, config, symbols, entry, root, expect
    case dataType = "data_type"
  }
  private enum BatchKeys: String, CodingKey, CaseIterable {
    case op, dates, data, config, symbols, entry, root, expect
    case dataType = "data_type"
  }
  private enum PlainKeys: String, CodingKey, CaseIterable { case op, expect }
  private enum SchemaKeys: String, CodingKey, CaseIterable {
    case op, profile, full, expect
    case dataType = "data_type"
  }
  private enum PutKeys: String, CodingKey, CaseIterable { case op, path, text }
  private enum RemoveKeys: String, CodingKey, CaseIterable { case op, path }
  private enum TruncateKeys: String, CodingKey, CaseIterable { case op, path, bytes }

  package init(from decoder: any Decoder) throws {
    let name = try decoder.container(keyedBy: NameKeys.self).decode(Name.self, forKey: .op)
    switch name {
    case .ingest:
      let keys = try decoder.strictContainer(keyedBy: IngestKeys.self)
      operation = .ingest(
        Ingest(
          ingestor: IngestorKey(
            dataType: try keys.decode(String.self, forKey: .dataType),
            config: try keys.decodeIfPresent([String: JSONValue].self, forKey: .config) ?? [:],
            entry: try keys.decodeIfPresent(Entry.self, forKey: .entry),
            root: try keys.decodeIfPresent(String.self, forKey: .root)),
          date: try keys.decode(String.self, forKey: .date),
          input: try keys.decode(String.self, forKey: .input),
          symbols: try keys.decodeIfPresent([String].self, forKey: .symbols)))
      expect = try keys.decodeIfPresent(Expectation.self, forKey: .expect)
    case .ingestBatch:
      let keys = try decoder.strictContainer(keyedBy: BatchKeys.self)
      operation = .ingestBatch(
        IngestBatch(
          ingestor: IngestorKey(
            dataType: try keys.decode(String.self, forKey: .dataType),
            config: try keys.decodeIfPresent([String: JSONValue].self, forKey: .config) ?? [:],
            entry: try keys.decodeIfPresent(Entry.self, forKey: .entry),
            root: try keys.decodeIfPresent(String.self, forKey: .root)),
          dates: try keys.decode([String].self, forKey: .dates),
          data: try keys.decode([String: String].self, forKey: .data),
          symbols: try keys.decodeIfPresent([String].self, forKey: .symbols)))
      expect = try keys.decodeIfPresent(Expectation.self, forKey: .expect)
    case .statistics, .resetStatistics:
      let keys = try decoder.strictContainer(keyedBy: PlainKeys.self)
      operation = name == .statistics ? .statistics : .resetStatistics
      expect = try keys.decodeIfPresent(Expectation.self, forKey: .expect)
    case .schema:
      let keys = try decoder.strictContainer(keyedBy: SchemaKeys.self)
      operation = .schema(
        Schema(
          dataType: try keys.decode(String.self, forKey: .dataType),
          profile: try keys.decode(String.self, forKey: .profile),
          full: try keys.decode(Bool.self, forKey: .full)))
      expect = try keys.decodeIfPresent(Expectation.self, forKey: .expect)
    case .put:
      let keys = try decoder.strictContainer(keyedBy: PutKeys.self)
      operation = .put(
        path: try keys.decode(String.self, forKey: .path),
        text: try keys.decode(String.self, forKey: .text))
    case .remove:
      let keys = try decoder.strictContainer(keyedBy: RemoveKeys.self)
      operation = .remove(path: try keys.decode(String.self, forKey: .path))
    case .truncate:
      let keys = try decoder.strictContainer(keyedBy: TruncateKeys.self)
      operation = .truncate(
        path: try keys.decode(String.self, forKey: .path),
        byteCount: try keys.decode(Int.self, forKey: .bytes))
    }
  }
}
