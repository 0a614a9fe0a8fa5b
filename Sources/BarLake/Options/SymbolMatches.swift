internal import Synchronization

/// Which symbols of a filter rows have matched, noted by all threads of an ingest.
///
/// A thread tells each symbol once or a few times (``RecordFilter`` knows what it has told), so
/// this costs nothing a row. Rows that are read and not written are those of an ingest that fails.
final class SymbolMatches: Sendable {
  private let filter: SymbolFilter
  private let isMatched: Mutex<[Bool]>

  init(_ filter: SymbolFilter) {
    self.filter = filter
    isMatched = Mutex([Bool](repeating: false, count: filter.symbols.count))
  }

  /// Notes the symbol at `place` of the filter.
  func note(_ place: Int) {
    isMatched.withLock { $0[place] = true }
  }

  /// The symbols that no row has matched, sorted by their bytes.
  var unmatched: [String] {
    isMatched.withLock { zip(filter.symbols, $0).filter { !$1 }.map(\.0) }
  }
}

extension [String] {
  /// The first `limit` of these names, at most 64 bytes of each, and how many more there are; what
  /// is not printable ASCII is `\\xHH`.
  package func text(upTo limit: Int) -> String {
    let shown = prefix(limit).map { IngestError.printable([UInt8]($0.utf8)) }
    let left = count - shown.count
    return shown.joined(separator: ", ") + (left > 0 ? " and \(left) more" : "")
  }
}
