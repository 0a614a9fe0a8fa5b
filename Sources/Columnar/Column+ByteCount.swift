extension Column {
  /// Bytes of the column's buffers: values, validity, and the texts of a dictionary with their
  /// offsets.
  package var bufferByteCount: Int {
    values.bufferByteCount + (validity?.bitmap.count ?? 0)
  }
}

extension ColumnValues {
  var bufferByteCount: Int {
    switch self {
    case .bool(let values): values.count
    case .int8(let values): values.count
    case .int16(let values): values.count * 2
    case .int32(let values): values.count * 4
    case .int64(let values): values.count * 8
    case .uint32(let values): values.count * 4
    case .uint64(let values): values.count * 8
    case .float32(let values): values.count * 4
    case .float64(let values): values.count * 8
    case .string(let values): values.bufferByteCount
    case .dictionary(let values): values.codes.count * 4 + values.dictionary.bufferByteCount
    case .repeated(let values, count: _): values.bufferByteCount
    }
  }
}

extension StringValues {
  var bufferByteCount: Int { offsets.count * 4 + bytes.count }
}
