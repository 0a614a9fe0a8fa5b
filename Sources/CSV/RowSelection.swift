/// Which records of an index are taken, and what becomes of the others.
package struct RowSelection: Sendable {
  /// Records of the index, from 0.
  package var rows: Range<Int>
  /// Whether each record of the index is kept, by its number; nil if all are.
  package var isKept: [Bool]?
  /// Whether records that are not kept are left unread; otherwise they are checked as the others.
  package var skipsDropped: Bool

  package init(rows: Range<Int>, isKept: [Bool]? = nil, skipsDropped: Bool = false) {
    self.rows = rows
    self.isKept = isKept
    self.skipsDropped = skipsDropped
  }
}
