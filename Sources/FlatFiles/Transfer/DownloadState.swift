internal import BarLake
package import BarLakeBytes

/// What is known about a staged file between two processes: whose content it gets, and which of its
/// bytes are on disk.
package struct DownloadState: Equatable, Sendable {
  /// The object in its service, so that no file is continued with another object.
  package let place: String
  package let version: ObjectVersion
  /// The length of the parts in bytes.
  package let partByteCount: Int
  /// Of each part, how many bytes from its start on are there.
  private var goodByteCounts: [Int]

  /// The state of a file of which nothing is there.
  package init(place: String, version: ObjectVersion, partByteCount: Int) {
    self.place = place
    self.version = version
    self.partByteCount = partByteCount
    goodByteCounts = version.parts(of: partByteCount).map { _ in 0 }
  }

  /// Takes `byteCount` more bytes at `offset`. Bytes of a part come in order.
  package mutating func add(_ byteCount: Int, at offset: Int) {
    let part = offset / partByteCount
    precondition(offset == part * partByteCount + goodByteCounts[part], "bytes come in order")
    goodByteCounts[part] += byteCount
  }

  /// What is missing, at most one range of each part, in order.
  package var missingRanges: [Range<Int>] {
    zip(version.parts(of: partByteCount), goodByteCounts).compactMap { part, count in
      count == part.count ? nil : part.lowerBound + count..<part.upperBound
    }
  }

  /// What is there, at most one range of each part, in order.
  package var goodRanges: [Range<Int>] {
    zip(version.parts(of: partByteCount), goodByteCounts).compactMap { part, count in
      count == 0 ? nil : part.lowerBound..<part.lowerBound + count
    }
  }

  /// How many bytes are there.
  package var goodByteCount: Int { goodByteCounts.reduce(0, +) }
}

extension DownloadState: Codable {
  private enum CodingKeys: String, CodingKey {
    case format, place, etag
    case byteCount = "byte_count"
    case partByteCount = "part_byte_count"
    case goodByteCounts = "good_byte_counts"
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
    goodByteCounts = try container.decode([Int].self, forKey: .goodByteCounts)
    guard format == Self.format, 0...ObjectVersion.byteCountLimit ~= version.byteCount,
      1...ObjectVersion.byteCountLimit ~= partByteCount,
      goodByteCounts.count == (version.byteCount + partByteCount - 1) / partByteCount,
      zip(version.parts(of: partByteCount), goodByteCounts).allSatisfy({ 0...$0.count ~= $1 })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .goodByteCounts, in: container, debugDescription: "they are not of the parts")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Self.format, forKey: .format)
    try container.encode(place, forKey: .place)
    try container.encode(version.etag, forKey: .etag)
    try container.encode(version.byteCount, forKey: .byteCount)
    try container.encode(partByteCount, forKey: .partByteCount)
    try container.encode(goodByteCounts, forKey: .goodByteCounts)
  }

  /// The state in the file `path`; nil if there is none, or if it is not whole. A process that is
  /// killed may leave such a file, and then the download begins anew.
  package init?(file path: String) throws(SystemError) {
    guard try FileSystem.statusOfEntry(path)?.kind == .regular else { return nil }
    let bytes = try FileSystem.read(path, upTo: Self.fileByteLimit)
    guard let state = JSON.value(DownloadState.self, from: bytes) else { return nil }
    self = state
  }

  private static let fileByteLimit = 1 << 24

  /// Replaces the file `path` by this state in one step.
  package func write(to path: String) throws(SystemError) {
    let staged = path + ".new"
    try FileSystem.write(JSON.lineBytes(self), to: staged)
    try FileSystem.rename(staged, to: path)
  }
}
