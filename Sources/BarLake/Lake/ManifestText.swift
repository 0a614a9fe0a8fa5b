internal import BarLakeBytes

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The text form of manifests: a line of JSON for the date, a line for each file, and a line with
/// the SHA-256 of all bytes before it. The whole text is one JSON object.
///
/// A manifest may list a hundred thousand files, and a status reads all manifests of a lake. So the
/// list has a parser of its own: for 10,500 files it takes 1 ms, and Foundation's takes 50.
///
/// Source: `docs/spec.md`, PART-7.
package enum ManifestText {
  /// The end of the first line; the files follow.
  private static let headEnd = Array(",\"files\":[".utf8)
  /// The text before and after the checksum.
  private static let checksumStart = Array(",\"checksum\":\"".utf8)
  private static let checksumEnd = Array("\"}\n".utf8)
  /// The length of the last line: the checksum with the text around it.
  package static let endByteCount = 80
  private static let lineFeed = UInt8(ascii: "\n")

  /// Throws what `JSONEncoder` throws.
  package static func bytes(_ manifest: Manifest) throws -> [UInt8] {
    let files = manifest.files
    var bytes = Array(try JSON.line(manifest).utf8.dropLast())
    bytes.reserveCapacity(bytes.count + files.count * 96 + endByteCount)
    bytes += headEnd
    bytes.append(lineFeed)
    for index in files.indices {
      let file = files[index]
      bytes += Array("[\"".utf8)
      bytes += files.text[files.name(index)]
      bytes += Array("\",\(file.byteCount),\(file.rowCount),\"\(file.sha256)\"]".utf8)
      if index < files.count - 1 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(lineFeed)
    }
    bytes.append(UInt8(ascii: "]"))
    bytes += checksumStart + checksum(bytes[...]) + checksumEnd
    return bytes
  }

  /// Parses a manifest. `bytes` may be of any origin.
  package static func manifest(_ bytes: [UInt8]) throws(ManifestFault) -> Manifest {
    guard let contentEnd = contentEnd(bytes) else { return try EarlierManifest.manifest(bytes) }
    let written = bytes[(contentEnd + checksumStart.count)...].prefix(ManifestFiles.sha256ByteCount)
    guard written.elementsEqual(checksum(bytes[..<contentEnd])) else { throw .checksum }
    guard let headLineEnd = bytes.firstIndex(of: lineFeed), headLineEnd < contentEnd,
      bytes[..<headLineEnd].suffix(headEnd.count).elementsEqual(headEnd)
    else { throw .form }
    let head = bytes[..<(headLineEnd - headEnd.count)] + [UInt8(ascii: "}")]
    guard var manifest = JSON.value(Manifest.self, from: Array(head)),
      let layout = manifest.layout
    else { throw .form }
    var reader = Reader(bytes, from: headLineEnd + 1, to: contentEnd - 1, layout)
    guard bytes[contentEnd - 1] == UInt8(ascii: "]"), reader.readAll() else { throw .form }
    manifest.files = reader.files
    guard manifest.isPossible else { throw .form }
    return manifest
  }

  /// The position of the member `checksum`; nil if there is none.
  private static func contentEnd(_ bytes: [UInt8]) -> Int? {
    let end = bytes.count - endByteCount
    guard end > 0, bytes[end...].starts(with: checksumStart),
      bytes.suffix(checksumEnd.count).elementsEqual(checksumEnd)
    else { return nil }
    return end
  }

  private static func checksum(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    Array(SHA256Digest.of(bytes.span).hexadecimal.utf8)
  }

  /// Parses the lines of the files. It accepts only the form in which they are written.
  private struct Reader {
    var files: ManifestFiles
    private var place: Int
    private let end: Int
    private static let shortestLineByteCount = 76

    init(_ bytes: [UInt8], from start: Int, to end: Int, _ layout: LakeLayout) {
      files = ManifestFiles(of: layout, text: bytes)
      place = start
      self.end = end
      files.reserveCapacity((end - start) / Self.shortestLineByteCount)
    }

    /// Returns false if anything else is between the two positions.
    mutating func readAll() -> Bool {
      var isLast = place == end
      while !isLast {
        guard take("["), take("\"") else { return false }
        let nameStart = place
        while place < end, files.text[place] != UInt8(ascii: "\"") { place += 1 }
        let name = nameStart..<place
        guard take("\""), take(","), let byteCount = takeNumber(), take(","),
          let rowCount = takeNumber(), take(","), take("\"")
        else { return false }
        let sha256Start = place
        // Wrong digits need no check, because no file has such a SHA-256.
        place += ManifestFiles.sha256ByteCount
        guard take("\""), take("]"),
          files.append(
            name: name, sha256Start: sha256Start, byteCount: byteCount, rowCount: rowCount)
        else { return false }
        isLast = !take(",")
        guard take("\n") else { return false }
      }
      return place == end
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard place < end, files.text[place] == UInt8(ascii: character) else { return false }
      place += 1
      return true
    }

    /// Parses a number of at most 13 digits, which is enough for every plausible count.
    private mutating func takeNumber() -> Int? {
      let start = place
      var value = 0
      while place < end, place - start < 13 {
        let digit = files.text[place] &- UInt8(ascii: "0")
        guard digit <= 9 else { break }
        value = value * 10 + Int(digit)
        place += 1
      }
      let hasLeadingZero = place - start > 1 && files.text[start] == UInt8(ascii: "0")
      return place == start || hasLeadingZero ? nil : value
    }
  }
}

/// Why bytes are not a manifest.
package enum ManifestFault: Error, Equatable {
  /// The checksum does not match the bytes before it.
  case checksum
  /// The bytes have another form, or are a manifest that no run can have written.
  case form
}

extension ManifestFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .checksum: "its checksum is not that of its bytes"
    case .form: "it is no manifest that an ingest can have written"
    }
  }
}

/// A manifest of specification 1.0: JSON of any layout, with whole paths and without a checksum.
private struct EarlierManifest: Decodable {
  private var manifest: Manifest
  private var files: [Manifest.File]

  private enum CodingKeys: String, CodingKey {
    case files
  }

  init(from decoder: any Decoder) throws {
    manifest = try Manifest(from: decoder)
    files = try decoder.container(keyedBy: CodingKeys.self).decode(
      [Manifest.File].self, forKey: .files)
  }

  static func manifest(_ bytes: [UInt8]) throws(ManifestFault) -> Manifest {
    guard let read = JSON.value(EarlierManifest.self, from: bytes),
      read.manifest.specVersion == BarLakeVersion.firstSpecification,
      let layout = read.manifest.layout, let files = ManifestFiles(read.files, of: layout)
    else { throw .form }
    var manifest = read.manifest
    manifest.files = files
    guard manifest.isPossible else { throw .form }
    return manifest
  }
}
