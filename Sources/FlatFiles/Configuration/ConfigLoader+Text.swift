internal import BarLake
internal import BarLakeBytes

/// A value of a configuration as it may be shown.
public struct ConfigEntry: Hashable, Sendable, Encodable {
  /// The dotted path of the value.
  public var key: String
  /// The value as text; of a secret, what stands for it.
  public var value: String
  /// Where the value comes from.
  public var origin: ConfigOrigin
  /// Whether the value is a secret.
  public var isSecret: Bool

  private enum CodingKeys: String, CodingKey {
    case key, value, origin
    case isSecret = "secret"
  }

  /// Encodes the origin as its text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(key, forKey: .key)
    try container.encode(value, forKey: .value)
    try container.encode(origin.description, forKey: .origin)
    try container.encode(isSecret, forKey: .isSecret)
  }
}

extension ConfigLoader {
  /// All values that are not dictionaries, with their origins; secrets are masked.
  public var entries: [ConfigEntry] {
    let credentials = credentialTree.tree.leaves.map { leaf in
      ConfigTree.Leaf(keys: ["credentials"] + leaf.keys, value: leaf.value, origin: leaf.origin)
    }
    return (tree.leaves + credentials).map { leaf in
      let isSecret = SecretKey.isSecret(leaf)
      let isIdentifier = leaf.keys.last?.isSame(as: "access_key_id") == true
      let masked =
        isIdentifier ? S3Credentials.shortened(leaf.value.description) : SecretKey.mask
      return ConfigEntry(
        key: leaf.path, value: isSecret ? masked : leaf.value.description, origin: leaf.origin,
        isSecret: isSecret)
    }
  }

  /// Prints ``description`` on standard output. Published as `print_config()`.
  public func print() { Swift.print(description, terminator: "") }
}

extension ConfigLoader: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The files, and each value with its origin, in lines; secrets are masked.
  public var description: String {
    let heads = files.map { "# \($0.path): \($0.isThere ? "read" : "not there")" }
    let lines = entries.map { "\($0.key): \($0.value)  # \($0.origin)" }
    let ends = ["# environment: \(environment)", "# recommended mode: \(recommendedMode.rawValue)"]
    return (heads + lines + ends).map { $0.escapingControls + "\n" }.joined()
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror without children, so that `dump` shows no secret.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
