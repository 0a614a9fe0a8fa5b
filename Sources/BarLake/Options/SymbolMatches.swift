internal import Synchronization

/// The symbols of a filter that rows have matched, recorded by all threads of an ingest.
///
/// A thread records each symbol once or a few times, because ``RecordFilter`` knows what it has
/// recorded. So this costs nothing per row. Rows that are read but not written belong only to an
/// ingest that fails.
final class SymbolMatches: Sendable {
  private let filter: SymbolFilter
  private let isMatched: Mutex<[Bool]>

  init(_ filter: SymbolFilter) {
    self.filter = filter
    isMatched = Mutex([Bool](repeating: false, count: filter.symbols.count))
  }

  /// Records the symbol at `place` of the filter.
  func note(_ place: Int) {
    isMatched.withLock { $0[place] = true }
  }

  /// The symbols that no row has matched, sorted by their bytes.
  var unmatched: [String] {
    isMatched.withLock { zip(filter.symbols, $0).filter { !$1 }.map(\.0) }
  }
}

extension [String] {
  /// The first `limit` of these names, with at most 64 bytes of each, and the number of further
  /// names. Bytes outside printable ASCII are written `\\xHH`.
  package func text(upTo limit: Int) -> String {
    let shown = prefix(limit).map { IngestError.printable([UInt8]($0.utf8)) }
    let left = count - shown.count
    return shown.joined(separator: ", ") + (left > 0 ? " and \(left) more" : "")
  }
}
