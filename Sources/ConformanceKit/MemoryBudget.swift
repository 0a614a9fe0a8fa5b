package import BarLakeAdapterProtocol

/// What a case asks of an implementation's memory, instead of steps and an expected outcome.
///
/// Source: `docs/spec.md`, MEM-7; `Conformance/cases/README.md`.
package struct MemoryBudget: Equatable, Sendable {
  /// A file of the recipe: how many times the base's rows it has, and what it must be.
  package struct Input: Equatable, Sendable {
    package var times: Int
    package var byteCount: Int
    /// Of the file before gzip, in hexadecimal.
    package var sha256: String
  }

  package var recipe: BarRecipe
  /// From the smallest to the largest.
  package var inputs: [Input]
  /// How often the one input is ingested by one process, for the law of leaks (MEM-7.4); nil for
  /// the growth from the first input to the last (MEM-7.2, MEM-7.3).
  package var repetitions: Int?
  /// What an ingest may take beyond what the process has after a small one (MEM-7.1).
  package var capByteCount: Int
  package var config: [String: JSONValue]
  /// The name and type of each column of the data files, in order.
  package var columns: [[String]]

  package static let dataType = "stocks_minute"
  package static let date = "2024-01-02"
  /// By how many bytes a peak may grow for each byte of CSV (MEM-7.2).
  package static let slopeLimit = 0.05
  /// How often a peak is measured where the first is not far from its limit.
  package static let roundCount = 3
  /// How many ingests at the beginning and at the end the law of leaks compares (MEM-7.4).
  package static let comparedCount = 10
  /// By how many bytes memory may have grown between them (MEM-7.4).
  package static let leakLimit = 4 << 20
  /// How much of its data segment a process gets under the hard limit (MEM-7.3).
  package var hardLimitByteCount: Int { capByteCount / 4 * 5 }

  package var isPartitionedBySymbol: Bool { config["partitioning"] == .string("symbol") }
}

extension MemoryBudget: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case recipe, inputs, repetitions, config, columns
    case capMebibytes = "cap_mib"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    recipe = try container.decode(BarRecipe.self, forKey: .recipe)
    inputs = try container.decode([Input].self, forKey: .inputs)
    repetitions = try container.decodeIfPresent(Int.self, forKey: .repetitions)
    config = try container.decode([String: JSONValue].self, forKey: .config)
    columns = try container.decode([[String]].self, forKey: .columns)
    let mebibytes = try container.decode(Int.self, forKey: .capMebibytes)
    guard (1...4096).contains(mebibytes) else {
      throw DecodingError.dataCorruptedError(
        forKey: .capMebibytes, in: container, debugDescription: "a cap is 1 to 4096 MiB")
    }
    capByteCount = mebibytes << 20
    let isOrdered = zip(inputs, inputs.dropFirst()).allSatisfy { $0.times < $1.times }
    let isLaw =
      if let repetitions {
        inputs.count == 1 && (2 * Self.comparedCount...1000).contains(repetitions)
      } else {
        inputs.count == 2
      }
    guard isOrdered, isLaw, inputs.allSatisfy({ (1...64).contains($0.times) }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .inputs, in: container,
        debugDescription: "there are two inputs, the smaller one first, or one with repetitions")
    }
    guard columns.allSatisfy({ $0.count == 2 && BarRecipe.columns.contains($0[0]) }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .columns, in: container,
        debugDescription: "a column is a name of the recipe and a type")
    }
  }
}

extension MemoryBudget.Input: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case times, sha256
    case byteCount = "bytes"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    times = try container.decode(Int.self, forKey: .times)
    byteCount = try container.decode(Int.self, forKey: .byteCount)
    sha256 = try container.decode(String.self, forKey: .sha256)
  }
}
