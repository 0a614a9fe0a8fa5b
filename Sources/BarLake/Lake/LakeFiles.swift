package import BarLakeBytes

/// Reads the files of a lake that are ours and no reader's: settings, manifests, and lists of files
/// to publish. Changes nothing; who needs them to stay as they are holds their lock.
package struct LakeFiles: Sendable {
  /// The lake's directory.
  private let root: String

  package init(root: String) {
    self.root = root
  }

  /// The most bytes of a file of ours, which is read as a whole: none is written that is longer.
  package static let contentByteLimit = 64 << 20

  /// What is fixed for a data type.
  package enum SettingsFile: Sendable {
    case missing
    case unreadable
    case read(LakeSettings)
  }

  /// A date's manifest.
  package enum ManifestFile: Sendable {
    case missing
    case unreadable(ManifestFault)
    case read(Manifest)
  }

  package func settings(of type: MarketDataType) throws(SystemError) -> SettingsFile {
    guard let bytes = try content(of: LakeLayout.settings(of: type)) else { return .missing }
    return LakeSettings(bytes, of: type).map(SettingsFile.read) ?? .unreadable
  }

  /// The manifest in the date's place, whichever date it says it is of.
  package func manifest(_ layout: LakeLayout) throws(SystemError) -> ManifestFile {
    guard let bytes = try content(of: layout.manifest) else { return .missing }
    do {
      return .read(try ManifestText.manifest(bytes))
    } catch {
      return .unreadable(error)
    }
  }

  /// The places that an ingest which did not end wrote down before it published.
  func intendedPaths(_ layout: LakeLayout) throws(SystemError) -> [String] {
    guard let bytes = try content(of: layout.intent) else { return [] }
    return bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The names in the folder of a type's manifests; none where there is no folder.
  func manifestNames(of type: MarketDataType) throws(SystemError) -> [String] {
    try FileSystem.namesIfPresent(in: "\(root)/\(LakeLayout.manifestDirectory(of: type))")
  }

  /// The content of a file; nil if it is not there. Of one that is larger than ours ever are only
  /// the beginning is read, which means nothing.
  private func content(of path: String) throws(SystemError) -> [UInt8]? {
    do {
      return try FileSystem.read("\(root)/\(path)", upTo: Self.contentByteLimit)
    } catch {
      if error.number == SystemError.notFound { return nil }
      throw error
    }
  }
}
