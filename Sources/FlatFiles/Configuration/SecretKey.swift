internal import BarLake
internal import BarLakeBytes

/// Which values of a configuration are secret, and what is shown of them.
///
/// Credentials belong in `credentials.yaml`, but a key or a password may stand in another file. So
/// a value is also secret if one of its keys says so, or if it is a URL with a password in it.
package enum SecretKey {
  /// What stands for a secret in a text.
  package static let mask = "(secret, not shown)"

  /// Parts of a key, in lower case, that make its value a secret.
  private static let words = [
    "access_key", "accesskey", "api_key", "apikey", "auth_key", "authorization", "credential",
    "passphrase", "passwd", "password", "private_key", "secret", "token", "webhook",
  ]

  /// Whether the value is a secret. One in `credentials.yaml`, where `credentials` is the first of
  /// `keys`, always is.
  package static func isSecret(_ leaf: ConfigTree.Leaf) -> Bool {
    leaf.keys.contains { key in
      let key = Array(key.lowercased().utf8)
      return words.contains { word in key.contains(word.utf8) }
    } || hasPassword(leaf.value)
  }

  /// Whether a text in the value is a URL with a user or a password before its host.
  private static func hasPassword(_ value: ConfigValue) -> Bool {
    switch value {
    case .string(let text): text.isURL && hasUser(text)
    case .array(let values): values.contains(where: hasPassword)
    case .dictionary(let values): values.values.contains(where: hasPassword)
    case .null, .bool, .int, .double: false
    }
  }

  /// Whether a URL has a user, which ends with an `@`, before its host.
  static func hasUser(_ url: String) -> Bool {
    let rest = url.utf8.drop { $0 != UInt8(ascii: ":") }.dropFirst(3)
    return rest.prefix { $0 != UInt8(ascii: "/") }.contains(UInt8(ascii: "@"))
  }
}
