import ArgumentParser

/// The option of commands that take the locks of a lake.
struct LockOptions: ParsableArguments {
  @Flag(
    help: """
      Go on where the lake's file system offers no locks. You promise that nobody else writes to \
      the lake meanwhile.
      """)
  var withoutLocks = false
}
