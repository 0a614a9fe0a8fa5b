extension ByteSource {
  /// The length of the source in bytes, if it is known without reading: for memory and regular
  /// files.
  ///
  /// Throws at once if a file does not exist, is a folder, or cannot be read. A pipe is not
  /// touched, because opening it is already a promise to read it; nor is a stream.
  package func checkedByteCount() throws(SystemError) -> Int? {
    switch self {
    case .bytes(let bytes): return bytes.count
    case .descriptor, .stream: return nil
    case .file(let path):
      guard let status = try FileSystem.status(path) else {
        // The error gives the reason: no such name, a file instead of a folder, or a loop of links.
        try FileSystem.checkReadable(path)
        return nil
      }
      switch status.kind {
      case .directory:
        throw SystemError(operation: "read", path: path, number: SystemError.isADirectory)
      case .link, .other:
        return nil
      case .regular:
        try FileSystem.checkReadable(path)
        return status.byteCount
      }
    }
  }
}
