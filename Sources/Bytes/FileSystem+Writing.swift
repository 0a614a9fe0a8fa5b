extension FileSystem {
  /// Writes `bytes` to the file `path` and replaces an existing file. Neither atomic nor synced:
  /// use it only for files that no other process reads yet.
  package static func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
    try removeFile(path)
    var descriptor = try Descriptor(opening: path, .createExclusively, operation: "open")
    try descriptor.write(bytes.span)
    try descriptor.close()
  }
}
