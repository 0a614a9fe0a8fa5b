/// The changes of a ``Publication`` to a lake, in order. After an error they are undone backwards.
///
/// It has three stretches, one after the other. Each is undone under its own lock or condition, by
/// its own call of ``walkBack(_:_:)``.
package struct UndoJournal {
  /// One change. Dates are numbered as in their publication, from 0.
  package enum Change: Equatable, Sendable {
    /// The publishing list of the date is about to be written.
    case list(date: Int)
    /// The settings of the data type were written.
    case settings
    /// A folder was made; its path is relative to the lake.
    case folder(String)
    /// Something of the date was replaced or removed and cannot be restored.
    case loss(date: Int)
    /// A file was published at a path, relative to the lake, where nothing existed that has to
    /// stay. `staged` is where it was.
    case file(String, staged: String)
    /// The manifest of the date is about to be renamed to its path.
    case manifest(date: Int)
  }

  /// The parts of a journal, in the order in which they are written.
  package enum Stretch: Sendable {
    /// The publishing lists.
    case lists
    /// Settings and folders, which other dates of the type may be about to use.
    case shared
    /// The dates' own files and manifests.
    case own
  }

  /// The changes, in order.
  package private(set) var changes: [Change] = []

  package init() {}

  /// Records a change. If a failed attempt may have made the change, it is recorded before the
  /// attempt.
  package mutating func record(_ change: Change) { changes.append(change) }

  /// Whether something of date `number`, or of any date, cannot be restored.
  package func hasLoss(ofDate number: Int? = nil) -> Bool {
    changes.contains {
      if case .loss(let date) = $0 { number == nil || number == date } else { false }
    }
  }

  /// Undoes the changes of a stretch, the last one first, and continues after a change that cannot
  /// be undone. Returns whether all were undone.
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
