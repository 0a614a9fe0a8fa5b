extension ByteSource {
  /// The source's length in bytes where it is known without reading: memory and regular files.
  ///
  /// Throws if a file is not there, is a directory, or may not be read, before anything else is
  /// done; a pipe is not touched, since opening it is already a promise to read.
  package func checkedByteCount() throws(SystemError) -> Int? {
    switch self {
    case .bytes(let bytes): return bytes.count
    case .descriptor: return nil
    case .file(let path):
      guard let status = try FileSystem.status(path) else {
        // Why nothing is there: no such name, a file in the place of a folder, links in a loop.
        try FileSystem.checkReadable(path)
        return nil
      }
      switch status.kind {
      case .directory:
        throw SystemError(operation: "read", path: path, number: SystemError.isADirectory)
      case .other:
        return nil
      case .regular:
        try FileSystem.checkReadable(path)
        return status.byteCount
      }
    }
  }
}
