package import BarLakeBytes

/// The columns of a batch that are stored outside of memory. Each column is read back alone. The
/// batch keeps the validity of each column, and the columns that repeat one value.
package final class OutsideColumns: Sendable {
  /// Where the values of a column are stored.
  private struct Place: Sendable {
    /// An empty column of the same kind.
    var kind: ColumnValues
    /// The range of numbers, or of codes.
    var numbers = 0..<0
    /// The ranges of the offsets of texts, 32 bits each, and of the texts.
    var offsets = 0..<0
    var texts = 0..<0
  }

  private let file: SpillFile
  /// One element per column of the batch; nil if the values are still in the batch.
  private let places: [Place?]

  /// Appends the columns of `batch` to `file` and removes their values from the batch.
  package init(of batch: inout RecordBatch, in file: SpillFile) throws(SystemError) {
    self.file = file
    var places: [Place?] = []
    for index in batch.columns.indices {
      let values = batch.columns[index].values
      guard let kind = values.withoutValues else {
        places.append(nil)
        continue
      }
      places.append(try Self.append(values, kind, to: file))
      batch.columns[index].values = kind
    }
    self.places = places
  }

  private static func append(
    _ values: ColumnValues, _ kind: ColumnValues, to file: SpillFile
  ) throws(SystemError) -> Place {
    var place = Place(kind: kind)
    var buffer = ByteBuffer()
    var texts: StringValues?
    switch values {
    case .bool(let values):
      buffer.write(upTo: values.count) { target in
        for index in values.indices { target[index] = values[index] ? 1 : 0 }
        return values.count
      }
    case .int8(let values): buffer.append(littleEndianBytesOf: values.span)
    case .int16(let values): buffer.append(littleEndianBytesOf: values.span)
    case .int32(let values): buffer.append(littleEndianBytesOf: values.span)
    case .int64(let values): buffer.append(littleEndianBytesOf: values.span)
    case .uint32(let values): buffer.append(littleEndianBytesOf: values.span)
    case .uint64(let values): buffer.append(littleEndianBytesOf: values.span)
    case .float32(let values): buffer.append(littleEndianBytesOf: values.span)
    case .float64(let values): buffer.append(littleEndianBytesOf: values.span)
    case .string(let values): texts = values
    case .dictionary(let values):
      buffer.append(littleEndianBytesOf: values.codes.span)
      texts = values.dictionary
    case .repeated: preconditionFailure("a repeated value waits in its batch")
    }
    place.numbers = try file.append(buffer.storage.span.extracting(0..<buffer.count))
    if let texts {
      buffer.removeAll()
      buffer.append(littleEndianBytesOf: texts.offsets.span)
      place.offsets = try file.append(buffer.storage.span.extracting(0..<buffer.count))
      place.texts = try file.append(texts.bytes.span)
    }
    return place
  }

  /// The values of column `index` (from 0) of the batch; nil if they are still in the batch.
  package func values(of index: Int) throws(SystemError) -> ColumnValues? {
    guard let place = places[index] else { return nil }
    switch place.kind {
    case .string: return .string(try texts(place))
    case .dictionary:
      let bytes = try file.read(place.numbers)
      var codes: [Int32] = []
      codes.append(littleEndianBytes: bytes.span)
      return .dictionary(DictionaryValues(codes: codes, dictionary: try texts(place)))
    default:
      let bytes = try file.read(place.numbers)
      return place.kind.appending(bytes.span)
    }
  }

  private func texts(_ place: Place) throws(SystemError) -> StringValues {
    let bytes = try file.read(place.offsets)
    var offsets: [Int32] = []
    offsets.append(littleEndianBytes: bytes.span)
    return StringValues(offsets: offsets, bytes: try file.read(place.texts))
  }
}

extension BatchSlice {
  /// Moves the columns of the slice's batch to `file`.
  package mutating func moveOutside(to file: SpillFile) throws(SystemError) {
    outside = try OutsideColumns(of: &batch, in: file)
  }
}

extension ColumnValues {
  /// The numbers that `bytes` holds back to back, of the same kind as these values, which are
  /// empty.
  fileprivate func appending(_ bytes: borrowing Span<UInt8>) -> ColumnValues {
    switch self {
    case .bool: return .bool(bytes.indices.map { bytes[$0] != 0 })
    case .int8(var values):
      values.append(littleEndianBytes: bytes)
      return .int8(values)
    case .int16(var values):
      values.append(littleEndianBytes: bytes)
      return .int16(values)
    case .int32(var values):
      values.append(littleEndianBytes: bytes)
      return .int32(values)
    case .int64(var values):
      values.append(littleEndianBytes: bytes)
      return .int64(values)
    case .uint32(var values):
      values.append(littleEndianBytes: bytes)
      return .uint32(values)
    case .uint64(var values):
      values.append(littleEndianBytes: bytes)
      return .uint64(values)
    case .float32(var values):
      values.append(littleEndianBytes: bytes)
      return .float32(values)
    case .float64(var values):
      values.append(littleEndianBytes: bytes)
      return .float64(values)
    case .string, .dictionary, .repeated: preconditionFailure("these are no numbers")
    }
  }

  /// Empty values of the same kind; nil for a repeated value.
  package var withoutValues: ColumnValues? {
    switch self {
    case .bool: .bool([])
    case .int8: .int8([])
    case .int16: .int16([])
    case .int32: .int32([])
    case .int64: .int64([])
    case .uint32: .uint32([])
    case .uint64: .uint64([])
    case .float32: .float32([])
    case .float64: .float64([])
    case .string: .string(StringValues())
    case .dictionary: .dictionary(DictionaryValues())
    case .repeated: nil
    }
  }
}
