package import BarLakeAdapterProtocol
internal import BarLakeBytes

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A set of features to which an implementation conforms: it supports all of them and passes all
/// their cases.
///
/// Source: `docs/conformance.md`, "Claims".
package struct Claim: Equatable, Sendable {
  /// The name, such as `core`.
  package var name: String
  package var title: String
  package var description: String
  /// The claim's own features and those of the claims that it includes.
  package var features: Set<AdapterFeature>
  /// The features without those of included claims.
  package var ownFeatures: Set<AdapterFeature>

  private struct Text: Decodable {
    var name: String
    var title: String
    var description: String
    var features: [AdapterFeature]
    var includes: [String]

    private enum CodingKeys: String, CodingKey, CaseIterable {
      case name, title, description, features, includes
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
      name = try container.decode(String.self, forKey: .name)
      title = try container.decode(String.self, forKey: .title)
      description = try container.decode(String.self, forKey: .description)
      features = try container.decode([AdapterFeature].self, forKey: .features)
      includes = try container.decode([String].self, forKey: .includes)
    }
  }

  /// Loads the claims of `folder`, one per file: first `core`, then the others by name.
  package static func load(_ folder: String) throws(SuiteError) -> [Claim] {
    var texts: [String: Text] = [:]
    let names = try SuiteError.wrap { () throws(SystemError) in try FileSystem.names(in: folder) }
    for name in names {
      let path = "\(folder)/\(name)"
      let bytes = try SuiteError.wrap { () throws(SystemError) in try FileSystem.read(path) }
      do {
        let text = try JSONDecoder().decode(Text.self, from: Data(bytes))
        guard name.isSame(as: "\(text.name).json") else {
          throw SuiteError(path: path, problem: "the claim is named \(text.name)")
        }
        texts[text.name] = text
      } catch let error as SuiteError {
        throw error
      } catch {
        throw SuiteError(path: path, problem: "\(error)")
      }
    }
    var claims: [Claim] = []
    for text in texts.values {
      var features = Set(text.features)
      for included in text.includes {
        // One level is enough, and it keeps each claim readable: at most two files define it.
        guard let other = texts[included], other.includes.isEmpty else {
          throw SuiteError(
            path: "\(folder)/\(text.name).json",
            problem: "it includes \(included), which is no claim or includes others")
        }
        features.formUnion(other.features)
      }
      claims.append(
        Claim(
          name: text.name, title: text.title, description: text.description, features: features,
          ownFeatures: text.includes.isEmpty ? [] : Set(text.features)))
    }
    return claims.sorted { one, other in
      (one.name == "core" ? 0 : 1, one.name) < (other.name == "core" ? 0 : 1, other.name)
    }
  }
}

extension ConformanceCase {
  /// The features that an adapter must support for this permutation.
  package func requirements(of permutation: Permutation) -> Set<AdapterFeature> {
    var features = Set(requires)
    let entries = steps.compactMap(\.entry) + [permutation.entry]
    if entries.contains(.lazy) { features.insert(.lazy) }
    if entries.contains(.streaming) { features.insert(.streaming) }
    if permutation.encoding != .plain { features.insert(.gzip) }
    return features
  }
}

extension Step {
  /// The entry that the step requires in every permutation.
  fileprivate var entry: Entry? {
    switch operation {
    case .ingest(let ingest): ingest.ingestor.entry
    case .ingestBatch(let batch): batch.ingestor.entry
    case .statistics, .resetStatistics, .schema, .put, .remove, .truncate: nil
    }
  }
}
