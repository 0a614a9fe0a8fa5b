extension FileSystem {
  /// Writes `bytes` to the file `path` and replaces an existing file. Neither atomic nor synced:
  /// use it only for files that no other process reads yet.
  package static func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
    try removeFile(path)
    var descriptor = try Descriptor(opening: path, .createExclusively, operation: "open")
    try descriptor.write(bytes.span)
    try descriptor.close()
  }

  /// Puts a file with the content `bytes` at `path` in one step, in place of an existing one, and
  /// waits until it is on disk. Nobody ever sees a part of it.
  ///
  /// - Parameters:
  ///   - staged: where the file is written, on the same file system; nothing is there. It is
  ///     removed if the call fails.
  ///   - prepare: called with `staged` before the file gets its name.
  package static func replace(
    _ path: String, with bytes: [UInt8], staged: String,
    prepare: (String) throws(SystemError) -> Void = { _ in }
  ) throws(SystemError) {
    do throws(SystemError) {
      var file = try StagedFile(creating: staged)
      try file.write(bytes.span)
      try file.close()
      try prepare(staged)
      try rename(staged, to: path)
    } catch {
      _ = try? removeFile(staged)
      throw error
    }
    try synchronizeDirectory(parent(of: path))
  }
}
