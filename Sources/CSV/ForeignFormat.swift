internal import BarLakeBytes

/// What bytes are that are no flat file and that somebody hands in as one, told by how they begin:
/// archives and compressed files, files of tables, a download's error answer, other text encodings.
///
/// It is for messages only. What is an error, and which, is decided by the rules of the dialect.
///
/// Source: `docs/spec.md`, ERR-7.1; for each format its own specification.
package struct ForeignFormat: Equatable, Sendable {
  /// With its article, such as `a zip archive`.
  package let name: String
  /// What to do about it, such as `unpack it`.
  package let remedy: String

  /// Bytes of the start of a file that are enough to tell: a tar archive is told by its 262nd byte,
  /// and an error answer names its code soon.
  package static let neededByteCount = 512

  private init(_ name: String, _ remedy: String) {
    self.name = name
    self.remedy = remedy
  }

  /// The format that begins with `bytes`, of which ``neededByteCount`` are looked at; nil for text
  /// that may be a flat file, and for what is not known.
  package init?(_ bytes: [UInt8]) {
    let start = Array(bytes.prefix(Self.neededByteCount))
    guard let format = Self.binary(start) ?? Self.encodedText(start) ?? Self.markup(start) else {
      return nil
    }
    self = format
  }

  // MARK: Formats of bytes

  private static func binary(_ start: [UInt8]) -> ForeignFormat? {
    for (offset, magic, format) in magics where start.dropFirst(offset).starts(with: magic) {
      // A flat file without a header may begin with such letters: ORC is a ticker.
      let next = start.dropFirst(offset + magic.count).first
      if magic.allSatisfy(isLetterOrDigit), next.map(isText) ?? true { continue }
      return format == zip && isOffice(start) ? office : format
    }
    // The size of blocks is a digit; what follows is the number pi, or of an empty file its square
    // root.
    if start.starts(with: "BZh".utf8), start.count >= 5, [0x31, 0x17].contains(start[4]) {
      return bzip2
    }
    // A frame to be skipped: sixteen magic numbers.
    if start.count >= 4, start[0] >> 4 == 5, Array(start[1..<4]) == [0x2A, 0x4D, 0x18] {
      return zstd
    }
    // Two bytes of zlib's header are a multiple of 31; those of text are left out.
    if start.count >= 2, start[0] == 0x78, [0x01, 0x9C, 0xDA].contains(start[1]) { return zlib }
    return nil
  }

  private static let zip = ForeignFormat("a zip archive", "unpack it")
  private static let office = ForeignFormat(
    "an Excel or other Office file", "save its table as CSV")
  private static let zstd = ForeignFormat("compressed with zstd", "decompress it (zstd -d)")
  private static let zlib = ForeignFormat(
    "a zlib stream, as HTTP's deflate sends it", "decompress it")
  package static let parquet = ForeignFormat(
    "a Parquet file", "use it as it is, or export it as CSV")
  private static let arrow = ForeignFormat("an Arrow IPC file", "export it as CSV")
  private static let oldOffice = ForeignFormat(
    "an old Excel or other Office file", "save its table as CSV")
  private static let bzip2 = ForeignFormat("compressed with bzip2", "decompress it (bunzip2)")
  private static let lz4 = ForeignFormat("compressed with lz4", "decompress it (lz4 -d)")

  /// Where a format has which bytes.
  private static let magics: [(offset: Int, bytes: [UInt8], format: ForeignFormat)] = [
    (0, [0x50, 0x4B, 0x03, 0x04], zip),
    (0, [0x50, 0x4B, 0x05, 0x06], zip),
    (0, [0x50, 0x4B, 0x07, 0x08], zip),
    (0, [0x28, 0xB5, 0x2F, 0xFD], zstd),
    (
      0, [0xFD] + Array("7zXZ".utf8) + [0],
      ForeignFormat("compressed with xz", "decompress it (unxz)")
    ),
    (0, [0x04, 0x22, 0x4D, 0x18], lz4),
    (0, [0x02, 0x21, 0x4C, 0x18], lz4),
    (0, [0x1F, 0x8B], ForeignFormat("gzip", "decompress it once (gunzip)")),
    (0, [0x1F, 0x9D], ForeignFormat("compressed with compress", "decompress it (gunzip)")),
    (0, Array("LZIP".utf8), ForeignFormat("compressed with lzip", "decompress it (lzip -d)")),
    (
      0, [0xFF, 0x06, 0x00, 0x00] + Array("sNaPpY".utf8),
      ForeignFormat("compressed with Snappy", "decompress it")
    ),
    (0, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], ForeignFormat("a 7z archive", "unpack it")),
    (0, Array("Rar!".utf8) + [0x1A, 0x07], ForeignFormat("a RAR archive", "unpack it")),
    (257, Array("ustar".utf8), ForeignFormat("a tar archive", "unpack it (tar -x)")),
    (0, Array("PAR1".utf8), parquet),
    (0, Array("PARE".utf8), ForeignFormat("an encrypted Parquet file", "export it as CSV")),
    (0, Array("ARROW1".utf8), arrow),
    (0, [0xFF, 0xFF, 0xFF, 0xFF], ForeignFormat("an Arrow IPC stream", "export it as CSV")),
    (0, Array("FEA1".utf8), ForeignFormat("a Feather file", "export it as CSV")),
    (0, Array("ORC".utf8), ForeignFormat("an ORC file", "export it as CSV")),
    (0, Array("Obj".utf8) + [1], ForeignFormat("an Avro file", "export it as CSV")),
    (0, [0x89] + Array("HDF\r\n".utf8), ForeignFormat("an HDF5 file", "export it as CSV")),
    (0, Array("SQLite format 3".utf8), ForeignFormat("an SQLite database", "export it as CSV")),
    (0, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], oldOffice),
    (0, Array("%PDF-".utf8), ForeignFormat("a PDF document", "get the data as CSV")),
  ]

  /// Whether a zip archive begins with what Office's files begin with.
  private static func isOffice(_ start: [UInt8]) -> Bool {
    ["[Content_Types].xml", "_rels/"].contains { start.dropFirst(30).starts(with: $0.utf8) }
  }

  // MARK: Texts in other encodings

  private static func encodedText(_ start: [UInt8]) -> ForeignFormat? {
    func text(_ encoding: String) -> ForeignFormat {
      ForeignFormat("\(encoding) text", "write it as UTF-8 (iconv -f \(encoding) -t UTF-8)")
    }
    if start.starts(with: [0xFF, 0xFE, 0, 0]) || start.starts(with: [0, 0, 0xFE, 0xFF]) {
      return text("UTF-32")
    }
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) {
      return text("UTF-16")
    }
    // Without a byte order mark: every other byte of ASCII text is 0.
    guard start.count >= 8 else { return nil }
    func isText(_ first: Int) -> Bool {
      (0..<4).allSatisfy {
        (0x09...0x7E).contains(start[first + 2 * $0]) && start[1 - first + 2 * $0] == 0
      }
    }
    if isText(0) { return text("UTF-16LE") }
    return isText(1) ? text("UTF-16BE") : nil
  }

  // MARK: Texts of another language

  private static func markup(_ start: [UInt8]) -> ForeignFormat? {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let blanks = Array(" \t\r\n".utf8)
    let text = Array(
      start.dropFirst(start.starts(with: mark) ? mark.count : 0).drop(while: blanks.contains))
    let lower = text.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    func begins(_ words: String...) -> Bool { words.contains { lower.starts(with: $0.utf8) } }
    if begins("<!doctype html", "<html", "<head", "<body") {
      return ForeignFormat(
        "an HTML page, such as a log-in or an error page", "download the file itself")
    }
    if begins("<?xml", "<error>") {
      guard let code = content(of: "Code", in: text) else {
        return ForeignFormat("an XML document", "get the data as CSV")
      }
      return ForeignFormat(
        "an error answer of a store such as S3, \(code)", "download the file again")
    }
    if begins("{\"", "{\n", "{\r", "{ ", "[{", "[\n", "{}", "[]") {
      return ForeignFormat(
        "JSON, such as a service's error answer", "look at it, and download the file again")
    }
    if begins("version https://git-lfs.github.com") {
      return ForeignFormat(
        "a pointer of Git LFS", "fetch the file that it stands for (git lfs pull)")
    }
    // `H4sI` is what the first three bytes of a gzip file are in Base64.
    if text.starts(with: "H4sI".utf8) {
      return ForeignFormat("a gzip file in Base64", "decode it (base64 -d)")
    }
    return nil
  }

  /// The most bytes of an error answer's code that are shown.
  private static let codeByteLimit = 64

  /// The text of the first element `name`; nil if there is none, or one that no code is.
  private static func content(of name: String, in text: [UInt8]) -> String? {
    let (open, close) = (Array("<\(name)>".utf8), Array("</".utf8))
    guard
      let start = text.indices.first(where: { text[$0...].starts(with: open) })
        .map({ $0 + open.count }),
      let end = text.indices.first(where: { $0 >= start && text[$0...].starts(with: close) })
    else { return nil }
    let code = text[start..<end]
    let isCode = !code.isEmpty && code.allSatisfy { Self.isLetterOrDigit($0) }
    return isCode ? String(decoding: code.prefix(codeByteLimit), as: UTF8.self) : nil
  }

  /// Whether the byte may follow others in text.
  private static func isText(_ byte: UInt8) -> Bool {
    (0x20...0x7E).contains(byte) || (0x09...0x0D).contains(byte)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}

extension ForeignFormat {
  /// What the file at `path` is, where it can be read and begins as no flat file does.
  package init?(fileAt path: String) {
    guard let bytes = try? FileSystem.read(path, upTo: Self.neededByteCount) else { return nil }
    self.init(bytes)
  }
}
