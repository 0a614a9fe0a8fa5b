package import BarLakeBytes
package import BarLakeParquetFormat

/// Why a file, or a part of it, cannot be read.
package struct ParquetReadingError: Error, Equatable, Sendable {
  package enum Reason: Equatable, Sendable {
    /// The file does not begin and end like a Parquet file.
    case notParquet
    /// The file's footer is encrypted.
    case encrypted
    /// The file system reported an error.
    case system(SystemError)
    /// A metadata structure is damaged.
    case structure(ThriftError.Reason)
    /// A part of the file, named here, extends beyond the bytes that contain it.
    case outOfBounds(String)
    /// Two statements about a count or size contradict each other.
    case mismatch(String, expected: Int, found: Int)
    /// The checksum of a page does not match its bytes.
    case checksum(expected: UInt32, found: UInt32)
    /// The format does not allow this.
    case invalid(String)
    /// The format allows this, but this reader does not support it.
    case unsupported(String)
  }

  package var reason: Reason
  /// The place in the file, in bytes from its start; the start of the structure if the place in it
  /// is unknown.
  package var offset: Int

  package init(_ reason: Reason, offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  /// The error with the name of the column, if the reader does not support something of it.
  func naming(_ leaf: SchemaLeaf) -> ParquetReadingError {
    guard case .unsupported(let what) = reason else { return self }
    return ParquetReadingError(.unsupported("column \(leaf.name): \(what)"), offset: offset)
  }
}

extension ParquetReadingError: CustomStringConvertible {
  /// Whether the error has no place in the file.
  private var isOfWholeFile: Bool {
    switch reason {
    case .notParquet, .encrypted, .system: true
    default: false
    }
  }

  package var description: String {
    let text =
      switch reason {
      case .notParquet: "this is not a Parquet file"
      case .encrypted: "not supported: the file is encrypted"
      case .system(let error): "\(error)"
      case .structure(let reason): "\(ThriftError(reason, offset: offset))"
      case .outOfBounds(let part): "\(part) extends beyond the bytes that contain it"
      case .mismatch(let what, let expected, let found):
        "\(what): \(expected) announced, \(found) found"
      case .checksum(let expected, let found):
        "the page's checksum is \(found), its header says \(expected)"
      case .invalid(let what): what
      case .unsupported(let what): "not supported: \(what)"
      }
    return isOfWholeFile ? text : "byte \(offset): \(text)"
  }
}

extension CompactReader {
  /// Reads one structure with `body`. Errors count from the start of the file; the bytes of the
  /// reader begin at `fileOffset`.
  mutating func read<Value>(
    at fileOffset: Int, _ body: (inout CompactReader) throws(ThriftError) -> Value
  ) throws(ParquetReadingError) -> Value {
    do {
      return try body(&self)
    } catch {
      throw ParquetReadingError(.structure(error.reason), offset: fileOffset + error.offset)
    }
  }
}
