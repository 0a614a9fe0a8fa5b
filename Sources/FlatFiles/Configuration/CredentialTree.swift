internal import BarLake
internal import BarLakeBytes

/// The credentials of `credentials.yaml`, with what environment variables and arguments say of the
/// vendor's.
///
/// Source: `docs/flat-files.md`, FLAT-3.
package struct CredentialTree: Sendable {
  /// The services, with keys and origins; the vendor's two secrets are at `polygon.s3`.
  package private(set) var tree = ConfigTree()
  private let path: String

  /// The names of the vendor of the flat files, which it has changed.
  private static let vendor = ["polygon", "massive"]

  init() { path = "credentials.yaml" }

  /// Reads the credentials, and puts the endpoint and the bucket that count into `config`.
  init(_ sources: ConfigSources, of config: inout ConfigTree) throws(ConfigError) {
    path = sources.credentialsFile
    let file = sources.credentials ?? ConfigTree()
    let values = [
      (["access_key_id"], "BARLAKE_S3_ACCESS_KEY_ID"),
      (["secret_access_key"], "BARLAKE_S3_SECRET_ACCESS_KEY"),
      (["endpoint_url", "endpoint"], "BARLAKE_S3_ENDPOINT"), (["bucket"], "BARLAKE_S3_BUCKET"),
    ].map { names, variable in
      sources.variable(variable)
        ?? Self.vendor.lazy.compactMap { service in
          Self.found(names, of: service, in: file)
        }.first
    }
    let names = ["access_key_id", "secret_access_key", "endpoint_url", "endpoint", "bucket"]
    tree = file.dropping { leaf in
      guard let name = leaf.keys.last, let service = leaf.keys.first else { return false }
      let isDirect = leaf.keys.count == 2 || leaf.keys.count == 3 && leaf.keys[1].isSame(as: "s3")
      return isDirect && names.contains(where: name.isSame)
        && Self.vendor.contains(where: service.isSame)
    }
    for (name, leaf) in zip(names, values.prefix(2)) {
      guard let leaf else { continue }
      tree.set(try Self.checked(leaf, name), at: ["polygon", "s3", name], leaf.origin)
    }
    for (name, leaf, argument) in [
      ("endpoint", values[2], sources.arguments.endpoint),
      ("bucket", values[3], sources.arguments.bucket),
    ] {
      let place = ["source", "s3", name]
      if let leaf { config.set(leaf.value, at: place, leaf.origin) }
      if let argument { config.set(.string(argument), at: place, .argument("--\(name)")) }
    }
  }

  /// The value with the first of `names` that a service has, below `s3` or directly.
  private static func found(
    _ names: [String], of service: String, in tree: ConfigTree
  ) -> ConfigTree.Leaf? {
    for name in names {
      if let found = tree.found(at: [service, "s3", name]) ?? tree.found(at: [service, name]),
        case .value(let value) = found.content
      {
        return ConfigTree.Leaf(keys: [], value: value, origin: found.origin)
      }
    }
    return nil
  }

  /// A value that can be sent in a header: a text of printable ASCII without blanks.
  private static func checked(
    _ leaf: ConfigTree.Leaf, _ name: String
  ) throws(ConfigError) -> ConfigValue {
    guard case .string(let text) = leaf.value, !text.isEmpty,
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else {
      throw .wrong(leaf.origin, "\(name) is a text of printable ASCII without blanks")
    }
    return leaf.value
  }

  /// The credentials of a service.
  ///
  /// - Parameter s3: the endpoint and the bucket of the vendor, which other services do not have.
  func credentials(
    for service: String, s3: (endpoint: String, bucket: String)
  ) throws(ConfigError) -> S3Credentials {
    let isVendor = Self.vendor.contains(where: service.isSame)
    let owner = isVendor ? "polygon" : service
    func value(_ names: [String]) throws(ConfigError) -> String? {
      guard let leaf = Self.found(names, of: owner, in: tree) else { return nil }
      return try Self.checked(leaf, names[0]).description
    }
    let identifier = try value(["access_key_id"])
    let secret = try value(["secret_access_key"])
    guard let identifier, let secret else {
      throw missing(service, isVendor, identifier == nil, secret == nil)
    }
    return S3Credentials(
      accessKeyID: identifier, secretAccessKey: secret,
      endpointURL: isVendor ? s3.endpoint : try value(["endpoint_url", "endpoint"]),
      bucket: isVendor ? s3.bucket : try value(["bucket"]))
  }

  private func missing(
    _ service: String, _ isVendor: Bool, _ lacksID: Bool, _ lacksSecret: Bool
  ) -> ConfigError {
    let keys = [
      (lacksID, "access_key_id", "BARLAKE_S3_ACCESS_KEY_ID"),
      (lacksSecret, "secret_access_key", "BARLAKE_S3_SECRET_ACCESS_KEY"),
    ].filter(\.0)
    let names = keys.map(\.1).joined(separator: " and ")
    let variables = keys.map(\.2).joined(separator: " and ")
    let remedy = "write \(keys.count == 1 ? "it" : "them") below \(service): s3: in \(path)"
    return .wrong(
      nil,
      "the credentials of \(service) lack \(names); \(remedy)"
        + (isVendor ? ", or set \(variables)" : ""))
  }
}
