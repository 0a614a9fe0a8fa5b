package import BarLakeBytes

/// Reads the own files of a lake: settings, manifests and publishing lists. It changes nothing and
/// takes no lock, so a caller that needs stable files must hold their lock.
package struct LakeFiles: Sendable {
  /// The lake's folder.
  private let root: String

  package init(root: String) {
    self.root = root
  }

  /// The size limit of own files, which are read as a whole; BarLake writes no larger ones.
  package static let contentByteLimit = 64 << 20

  /// The state of a data type's settings.
  package enum SettingsFile: Sendable {
    case missing
    case unreadable
    case read(LakeSettings)
  }

  /// The state of a date's manifest.
  package enum ManifestFile: Sendable {
    case missing
    case unreadable(ManifestFault)
    case read(Manifest)
  }

  package func settings(of type: MarketDataType) throws(SystemError) -> SettingsFile {
    guard let bytes = try content(of: LakeLayout.settings(of: type)) else { return .missing }
    return LakeSettings(bytes, of: type).map(SettingsFile.read) ?? .unreadable
  }

  /// The manifest at the date's path. It may name another date.
  package func manifest(_ layout: LakeLayout) throws(SystemError) -> ManifestFile {
    guard let bytes = try content(of: layout.manifest) else { return .missing }
    do {
      return .read(try ManifestText.manifest(bytes))
    } catch {
      return .unreadable(error)
    }
  }

  /// The paths in the publishing list of a run that did not end.
  package func intendedPaths(_ layout: LakeLayout) throws(SystemError) -> [String] {
    guard let bytes = try content(of: layout.intent) else { return [] }
    return bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The names in the manifest folder of a type; empty if there is no such folder.
  func manifestNames(of type: MarketDataType) throws(SystemError) -> [String] {
    try FileSystem.namesIfPresent(in: "\(root)/\(LakeLayout.manifestDirectory(of: type))")
  }

  /// The content of a file; nil if it does not exist. Of a file above the limit only the start is
  /// read, and of what is no regular file nothing, which are no valid content.
  private func content(of path: String) throws(SystemError) -> [UInt8]? {
    do {
      return try FileSystem.read("\(root)/\(path)", upTo: Self.contentByteLimit)
    } catch {
      if error.number == SystemError.notFound { return nil }
      if error.isOfKind { return [] }
      throw error
    }
  }
}

extension LakeLayout {
  /// Runs `body` and turns an error of the system into `io_error`, with a path relative to the
  /// lake.
  package func system<Result: ~Copyable>(
    _ body: () throws(SystemError) -> Result
  ) throws(IngestError) -> Result {
    do {
      return try body()
    } catch {
      throw .io(error, root: root)
    }
  }
}
