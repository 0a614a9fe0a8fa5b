package import BarLakeBytes

/// Why rows cannot be stored.
package enum ParquetWritingError: Error, Equatable, Sendable {
  /// A field that must not be null is null in a row.
  case nullInRequiredField(name: String)
  /// A page would take more bytes than the format can express.
  case pageTooLarge(name: String, byteCount: Int)
  /// Data cannot be written to a spill file, or read back.
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
