public import BarLakeBytes
internal import BarLakeCSV

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The symbols to which an ingest is limited.
///
/// Source: `docs/spec.md`, API-10 to API-13 and PARQ-6.
public struct SymbolFilter: Hashable, Sendable {
  /// Sorted by their bytes, without duplicates.
  public let symbols: [String]
  /// The position in ``symbols`` of each symbol.
  private let places: [[UInt8]: Int]

  /// A filter for `symbols`; nil, which means no filter, if there are none.
  public init?(_ symbols: [String]?) {
    guard let symbols, !symbols.isEmpty else { return nil }
    let sorted = Set(symbols.map { Array($0.utf8) }).sorted { $0.lexicographicallyPrecedes($1) }
    places = Dictionary(uniqueKeysWithValues: zip(sorted, sorted.indices))
    self.symbols = sorted.map { String(decoding: $0, as: UTF8.self) }
  }

  /// The symbols in a list separated by commas. Blanks around them and empty items are ignored.
  package static func symbols(inList list: String) -> [String] {
    list.utf8.split(separator: UInt8(ascii: ","))
      .map { String(decoding: Array($0).trimmingBlanks, as: UTF8.self) }
      .filter { !$0.isEmpty }
  }

  /// The symbols in the file at `path`, one per line. A byte order mark, blank lines and blanks
  /// around symbols are ignored.
  ///
  /// - Throws: `io_error`, also if `cancellation` asks to stop. `invalid_argument` for a URL, for a
  ///   line that is not UTF-8, and for a file of more than 16 MiB, which cannot be a list of
  ///   symbols.
  public static func symbols(
    inFile path: String, cancellation: Cancellation? = nil
  ) throws(IngestError) -> [String] {
    try LocalPath.check("the file of symbols", path)
    var bytes = ByteBuffer()
    let opened: ByteReader
    do {
      opened = try ByteReader(.file(path), cancellation: cancellation)
    } catch {
      throw .io(error, root: "")
    }
    var reader = opened
    do {
      while bytes.count <= fileByteLimit, try reader.read(into: &bytes, upTo: 65_536) > 0 {}
    } catch {
      throw IngestError(error, root: "")
    }
    if bytes.count > fileByteLimit {
      throw .invalidArgument("a file of symbols", path, "one of at most 16 MiB")
    }
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var text = bytes.storage[..<bytes.count]
    if text.starts(with: byteOrderMark) { text = text.dropFirst(byteOrderMark.count) }
    let lines = text.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    var symbols: [String] = []
    for line in lines {
      let symbol = Array(Array(line).trimmingBlanks)
      guard UTF8Check.firstMalformedOffset(symbol.span, symbol.indices) == nil else {
        throw IngestError(
          code: .invalidArgument, token: IngestError.printable(Array(line)),
          message: ForeignFormat(Array(bytes.storage[..<bytes.count]))
            .map { "\(path) is \($0.name), not a list of symbols in UTF-8: \($0.remedy)" }
            ?? "\(path): symbols must be UTF-8")
      }
      if !symbol.isEmpty { symbols.append(String(decoding: symbol, as: UTF8.self)) }
    }
    return symbols
  }

  private static let fileByteLimit = 16 << 20

  /// Whether the text is one of the symbols, compared by bytes.
  package func contains(_ text: borrowing Span<UInt8>) -> Bool {
    place(of: text) != nil
  }

  /// The position in ``symbols`` of the symbol whose bytes are `text`.
  package func place(of text: borrowing Span<UInt8>) -> Int? {
    places[text.indices.map { text[$0] }]
  }

  /// The SHA-256 of the symbols joined by line feeds, in hexadecimal.
  package var digest: String {
    SHA256Digest.of(Array(symbols.joined(separator: "\n").utf8).span).hexadecimal
  }

  /// The value of a filter in the metadata of files: its digest, or `none`.
  package static func name(_ filter: SymbolFilter?) -> String { filter?.digest ?? "none" }

  /// Whether a date that was written with `filter` holds all symbols that `requested` asks for.
  package static func covers(_ filter: [String]?, _ requested: SymbolFilter?) -> Bool {
    guard let filter else { return true }
    guard let requested else { return false }
    // Compared by bytes: texts that only Unicode treats as equal are different symbols.
    return Set(filter.map { Array($0.utf8) }).isSuperset(of: requested.places.keys)
  }
}
