/// The first line of a session, from the suite.
package struct Hello: Codable, Equatable, Sendable {
  private enum Kind: String, Codable { case hello }

  private let type: Kind
  /// The versions of the protocol that the suite speaks.
  package var protocolVersions: [Int]
  /// The version of the suite.
  package var suite: String

  private enum CodingKeys: String, CodingKey {
    case type, suite
    case protocolVersions = "protocol"
  }

  package init(suite: String) {
    type = .hello
    protocolVersions = [AdapterProtocol.version]
    self.suite = suite
  }
}

/// The adapter's answer to ``Hello``.
package struct Ready: Codable, Equatable, Sendable {
  private enum Kind: String, Codable { case ready }

  /// A program and its version.
  package struct Program: Codable, Equatable, Sendable {
    package var name: String
    package var version: String

    package init(name: String, version: String) {
      self.name = name
      self.version = version
    }
  }

  private let type: Kind
  /// The version of the protocol that the adapter chose.
  package var protocolVersion: Int
  package var adapter: Program
  /// What ingests, behind the adapter.
  package var engine: Program
  package var supports: Set<AdapterFeature>

  private enum CodingKeys: String, CodingKey {
    case type, adapter, engine, supports
    case protocolVersion = "protocol"
  }

  package init(adapter: Program, engine: Program, supports: Set<AdapterFeature>) {
    type = .ready
    protocolVersion = AdapterProtocol.version
    self.adapter = adapter
    self.engine = engine
    self.supports = supports
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(type, forKey: .type)
    try container.encode(protocolVersion, forKey: .protocolVersion)
    try container.encode(adapter, forKey: .adapter)
    try container.encode(engine, forKey: .engine)
    try container.encode(supports.sorted(), forKey: .supports)
  }
}
