package import BarLakeBytes

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// What is known about a staged file between two processes: whose content it gets, and which parts
/// are whole and on disk.
package struct DownloadState: Equatable, Sendable {
  /// The object in its service, so that no file is continued with another object.
  package var place: String
  package var version: ObjectVersion
  /// The length of the parts in bytes.
  package var partByteCount: Int
  /// The numbers of the whole parts, from 0.
  package var wholeParts: Set<Int>

  package init(
    place: String, version: ObjectVersion, partByteCount: Int, wholeParts: Set<Int> = []
  ) {
    self.place = place
    self.version = version
    self.partByteCount = partByteCount
    self.wholeParts = wholeParts
  }

  /// The parts that are missing, in order.
  package var missingParts: [Range<Int>] {
    version.parts(of: partByteCount).enumerated()
      .filter { !wholeParts.contains($0.offset) }.map(\.element)
  }

  /// The bytes of the whole parts.
  package var wholeByteCount: Int {
    version.byteCount - missingParts.reduce(0) { $0 + $1.count }
  }
}

extension DownloadState: Codable {
  private enum CodingKeys: String, CodingKey {
    case format, place, etag
    case byteCount = "byte_count"
    case partByteCount = "part_byte_count"
    case wholeParts = "whole_parts"
  }

  private static let format = 1

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let format = try container.decode(Int.self, forKey: .format)
    place = try container.decode(String.self, forKey: .place)
    version = ObjectVersion(
      etag: try container.decode(String.self, forKey: .etag),
      byteCount: try container.decode(Int.self, forKey: .byteCount))
    partByteCount = try container.decode(Int.self, forKey: .partByteCount)
    let parts = try container.decode([Int].self, forKey: .wholeParts)
    wholeParts = Set(parts)
    guard format == Self.format, version.byteCount >= 0, partByteCount > 0,
      parts.allSatisfy({ version.parts(of: partByteCount).indices.contains($0) })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .wholeParts, in: container, debugDescription: "the parts are none of the object")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Self.format, forKey: .format)
    try container.encode(place, forKey: .place)
    try container.encode(version.etag, forKey: .etag)
    try container.encode(version.byteCount, forKey: .byteCount)
    try container.encode(partByteCount, forKey: .partByteCount)
    try container.encode(wholeParts.sorted(), forKey: .wholeParts)
  }

  /// The state in the file `path`; nil if there is none, or if it is not whole. A process that is
  /// killed may leave such a file, and then the download begins anew.
  package init?(file path: String) throws(SystemError) {
    guard try FileSystem.statusOfEntry(path)?.kind == .regular else { return nil }
    let bytes = try FileSystem.read(path, upTo: Self.fileByteLimit)
    guard let state = try? JSONDecoder().decode(DownloadState.self, from: Data(bytes)) else {
      return nil
    }
    self = state
  }

  private static let fileByteLimit = 1 << 24

  /// Replaces the file `path` by this state in one step.
  package func write(to path: String) throws(SystemError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let bytes: Data
    do {
      bytes = try encoder.encode(self)
    } catch {
      preconditionFailure("numbers and texts have a JSON: \(error)")
    }
    let staged = path + ".new"
    try FileSystem.write(Array(bytes), to: staged)
    try FileSystem.rename(staged, to: path)
  }
}
