extension FileSystem {
  /// Makes the file `path` hold `bytes`, in place of a file that is there. Neither atomic nor
  /// synced: for files that nobody else looks at yet.
  package static func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
    try removeFile(path)
    var descriptor = try Descriptor(opening: path, .createExclusively, operation: "open")
    try descriptor.write(bytes.span)
    try descriptor.close()
  }
}
