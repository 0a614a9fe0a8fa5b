/// What a ``Publication`` has changed in a lake, in the order in which it was done, to be walked
/// backwards where it fails.
///
/// It has three stretches, one after the other, since each is taken back under a lock of its own
/// or on a condition of its own: ``walkBack(_:_:)`` does one.
package struct UndoJournal {
  /// One change. Dates have the numbers that they have in their publication, from 0.
  package enum Change: Equatable, Sendable {
    /// The list of the places of the date's files is about to be written.
    case list(date: Int)
    /// The settings of the data type are fixed.
    case settings
    /// A folder is made; its path is relative to the lake.
    case folder(String)
    /// Something of the date that nobody can put back is replaced or gone.
    case loss(date: Int)
    /// A file is published where none was that has to stay; its path is relative to the lake.
    case file(String)
    /// The manifest of the date is about to be put in its place, and may be there from now on.
    case manifest(date: Int)
  }

  /// The parts of a journal, in the order in which they are written.
  package enum Stretch: Sendable {
    /// Where files of the dates may be.
    case lists
    /// What other dates of the type may be about to use.
    case shared
    /// What is the dates' own.
    case own
  }

  /// In the order in which they were done.
  package private(set) var changes: [Change] = []

  package init() {}

  /// Notes a change; where it cannot be said whether it was made if it fails, before it is tried.
  package mutating func record(_ change: Change) { changes.append(change) }

  /// Whether something is lost for good of date `number`, or of any.
  package func hasLoss(ofDate number: Int? = nil) -> Bool {
    changes.contains {
      if case .loss(let date) = $0 { number == nil || number == date } else { false }
    }
  }

  /// Undoes the changes of a stretch, the last first, and goes on after one that cannot be undone.
  /// Returns whether all could.
  package func walkBack<Failure: Error>(
    _ stretch: Stretch, _ undo: (Change) throws(Failure) -> Void
  ) -> Bool {
    var isAllUndone = true
    for change in changes.reversed() where change.stretch == stretch {
      do {
        try undo(change)
      } catch {
        isAllUndone = false
      }
    }
    return isAllUndone
  }
}

extension UndoJournal.Change {
  fileprivate var stretch: UndoJournal.Stretch {
    switch self {
    case .list: .lists
    case .settings, .folder: .shared
    case .loss, .file, .manifest: .own
    }
  }
}
