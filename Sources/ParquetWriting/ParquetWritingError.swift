package import BarLakeBytes

/// Why rows cannot be stored.
package enum ParquetWritingError: Error, Equatable, Sendable {
  /// A field that must not be null is null in some row.
  case nullInRequiredField(name: String)
  /// A page would take more bytes than the format can say.
  case pageTooLarge(name: String, byteCount: Int)
  /// What waits outside of memory cannot be written or read.
  case outside(SystemError)
}

extension ParquetWritingError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .nullInRequiredField(let name): "field \(name) must not be null, but is"
    case .pageTooLarge(let name, let byteCount):
      "a page of field \(name) would take \(byteCount) bytes, more than Parquet allows"
    case .outside(let error): "\(error)"
    }
  }
}
