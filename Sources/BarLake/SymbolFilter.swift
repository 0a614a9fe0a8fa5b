internal import Bytes
internal import Crypto

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
  private let bytes: Set<[UInt8]>

  /// A filter for `symbols`; nil, for none, if there are none.
  public init?(_ symbols: [String]?) {
    guard let symbols, !symbols.isEmpty else { return nil }
    bytes = Set(symbols.map { Array($0.utf8) })
    self.symbols = bytes.sorted { $0.lexicographicallyPrecedes($1) }
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// The symbols in the file at `path`, one a line; blank lines and blanks around symbols are left
  /// out.
  ///
  /// - Throws: `io_error`.
  public static func symbols(inFile path: String) throws(IngestError) -> [String] {
    do {
      let text = String(decoding: try FileSystem.read(path), as: UTF8.self)
      return text.split(whereSeparator: \.isNewline)
        .map { $0.drop(while: \.isWhitespace) }
        .map { line in line.lastIndex { !$0.isWhitespace }.map { String(line[...$0]) } ?? "" }
        .filter { !$0.isEmpty }
    } catch {
      throw .io(error, root: "")
    }
  }

  /// Whether the text is one of the symbols, by its bytes.
  package func contains(_ text: borrowing Span<UInt8>) -> Bool {
    bytes.contains(text.indices.map { text[$0] })
  }

  /// The SHA-256 of the symbols joined by line feeds, in hexadecimal.
  package var digest: String {
    Hexadecimal.text(SHA256.hash(data: Array(symbols.joined(separator: "\n").utf8)))
  }

  /// What the files' metadata calls a filter: its digest, or `none`.
  package static func name(_ filter: SymbolFilter?) -> String { filter?.digest ?? "none" }

  /// Whether what was written with `filter` holds all that `requested` asks for.
  package static func covers(_ filter: [String]?, _ requested: SymbolFilter?) -> Bool {
    guard let filter else { return true }
    guard let requested else { return false }
    // By their bytes: texts that Unicode calls equal are different symbols.
    return Set(filter.map { Array($0.utf8) }).isSuperset(of: requested.bytes)
  }
}

/// Bytes as two lower-case hexadecimal digits each.
enum Hexadecimal {
  static func text(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
