/// What a vendor gives a customer for its bucket of flat files.
///
/// No text that is made of a value shows its secret, and of the access key's id four characters at
/// most: neither `print`, nor `dump`, nor an error message.
public struct S3Credentials: Hashable, Sendable {
  /// Which key signs the requests; it is sent with each of them.
  public var accessKeyID: String
  /// What requests are signed with; it is never sent.
  public var secretAccessKey: String
  /// Where the service is, such as `https://files.massive.com`; nil for the default.
  public var endpointURL: String?
  /// The bucket of the flat files; nil for the default.
  public var bucket: String?

  /// Makes credentials. What is nil has its default where the credentials are used.
  public init(
    accessKeyID: String, secretAccessKey: String, endpointURL: String? = nil, bucket: String? = nil
  ) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.endpointURL = endpointURL
    self.bucket = bucket
  }
}

extension S3Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The beginning of the access key's id.
  public var description: String {
    "S3Credentials(\(Self.shortened(accessKeyID)), secret withheld)"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// What is shown of an access key's id: four characters, if it has more than eight.
  package static func shortened(_ accessKeyID: String) -> String {
    accessKeyID.count > 8 ? accessKeyID.prefix(4) + "…" : "…"
  }

  /// A mirror without children, so that `dump` shows nothing.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
