import BarLakeCommitting
import Testing

@Suite struct UndoJournalTests {
  private static let changes: [UndoJournal.Change] = [
    .list(date: 0), .list(date: 1), .settings, .folder("a"), .folder("a/b"), .loss(date: 1),
    file("1"), file("2"), .manifest(date: 0),
  ]
  private struct Obstacle: Error {}

  private static func file(_ name: String) -> UndoJournal.Change {
    .file("a/b/\(name)", staged: "s/\(name)")
  }

  private static func journal() -> UndoJournal {
    var journal = UndoJournal()
    for change in changes { journal.record(change) }
    return journal
  }

  @Test func `stretch after stretch is the journal backwards`() {
    let journal = Self.journal()
    #expect(journal.changes == Self.changes)
    var undone: [UndoJournal.Change] = []
    for stretch in [UndoJournal.Stretch.own, .shared, .lists] {
      #expect(journal.walkBack(stretch) { undone.append($0) })
    }
    #expect(undone == Self.changes.reversed())
  }

  @Test func `a change that cannot be undone is reported and stops nothing`() {
    var undone: [UndoJournal.Change] = []
    let isAllUndone = Self.journal().walkBack(.own) { change throws(Obstacle) in
      if change == Self.file("2") { throw Obstacle() }
      undone.append(change)
    }
    #expect(!isAllUndone)
    #expect(undone == [.manifest(date: 0), Self.file("1"), .loss(date: 1)])
  }

  @Test func `a loss is that of its date and of the whole`() {
    let journal = Self.journal()
    #expect(journal.hasLoss() && journal.hasLoss(ofDate: 1) && !journal.hasLoss(ofDate: 0))
    #expect(!UndoJournal().hasLoss())
  }
}
