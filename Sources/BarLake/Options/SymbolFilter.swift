public import BarLakeBytes
internal import BarLakeCSV

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The symbols that an ingest is limited to.
///
/// Source: `docs/spec.md`, API-10 to API-13 and PARQ-6.
public struct SymbolFilter: Hashable, Sendable {
  /// Sorted by their bytes, each once.
  public let symbols: [String]
  /// The place in ``symbols`` of each.
  private let places: [[UInt8]: Int]

  /// A filter for `symbols`; nil, for none, if there are none.
  public init?(_ symbols: [String]?) {
    guard let symbols, !symbols.isEmpty else { return nil }
    let sorted = Set(symbols.map { Array($0.utf8) }).sorted { $0.lexicographicallyPrecedes($1) }
    places = Dictionary(uniqueKeysWithValues: zip(sorted, sorted.indices))
    self.symbols = sorted.map { String(decoding: $0, as: UTF8.self) }
  }

  /// The symbols that `list` names, separated by commas; blanks around them and empty places are
  /// left out.
  package static func symbols(inList list: String) -> [String] {
    list.utf8.split(separator: UInt8(ascii: ","))
      .map { String(decoding: Array($0).trimmingBlanks, as: UTF8.self) }
      .filter { !$0.isEmpty }
  }

  /// The symbols in the file at `path`, one a line; a byte order mark, blank lines and blanks
  /// around symbols are left out.
  ///
  /// - Throws: `io_error`, also where `cancellation` asks to stop; `invalid_argument` for a URL,
  ///   for a line that is not UTF-8, and for more than 16 MiB, which is no list of symbols.
  public static func symbols(
    inFile path: String, cancellation: Cancellation? = nil
  ) throws(IngestError) -> [String] {
    try LocalPath.check("the file of symbols", path)
    var bytes = ByteBuffer()
    do {
      var reader = try ByteReader(.file(path), cancellation: cancellation)
      while bytes.count <= fileByteLimit, try reader.read(into: &bytes, upTo: 65_536) > 0 {}
    } catch {
      throw .io(error, root: "")
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
            ?? "\(path): symbols are written in UTF-8")
      }
      if !symbol.isEmpty { symbols.append(String(decoding: symbol, as: UTF8.self)) }
    }
    return symbols
  }

  private static let fileByteLimit = 16 << 20

  /// Whether the text is one of the symbols, by its bytes.
  package func contains(_ text: borrowing Span<UInt8>) -> Bool {
    place(of: text) != nil
  }

  /// The place in ``symbols`` of the one whose bytes `text` has.
  package func place(of text: borrowing Span<UInt8>) -> Int? {
    places[text.indices.map { text[$0] }]
  }

  /// The SHA-256 of the symbols joined by line feeds, in hexadecimal.
  package var digest: String {
    SHA256Digest.of(Array(symbols.joined(separator: "\n").utf8).span).hexadecimal
  }

  /// What the files' metadata calls a filter: its digest, or `none`.
  package static func name(_ filter: SymbolFilter?) -> String { filter?.digest ?? "none" }

  /// Whether what was written with `filter` holds all that `requested` asks for.
  package static func covers(_ filter: [String]?, _ requested: SymbolFilter?) -> Bool {
    guard let filter else { return true }
    guard let requested else { return false }
    // By their bytes: texts that Unicode calls equal are different symbols.
    return Set(filter.map { Array($0.utf8) }).isSuperset(of: requested.places.keys)
  }
}
