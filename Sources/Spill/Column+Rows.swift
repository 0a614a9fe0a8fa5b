internal import BarLakeBytes
internal import BarLakeColumnar

// Rows of a column as bytes, and back: the form in which rows wait outside of memory. Only BarLake
// uses this form, and it lives no longer than an ingest.
//
// The rows of one column begin with a byte: whether they have a validity. If so, one byte per row
// follows. Then come the values: numbers back to back as in memory, or the lengths of texts (32
// bits each) followed by their bytes.

extension Column {
  /// Appends the rows of `ranges`, in order. Each range names one of the columns `columns` by its
  /// number. Columns of one repeated value have no such form.
  static func appendRows(
    _ ranges: borrowing Span<RowRange>, of columns: [Column], to buffer: inout ByteBuffer
  ) {
    let hasNulls = columns.contains { $0.validity != nil }
    buffer.append(hasNulls ? 1 : 0)
    if hasNulls {
      for index in ranges.indices {
        let range = ranges[index]
        let column = columns[range.column]
        for row in range.rows { buffer.append(column.isNull(row) ? 0 : 1) }
      }
    }
    if case .string = columns.first?.values { appendLengths(ranges, of: columns, to: &buffer) }
    if case .dictionary = columns.first?.values { appendLengths(ranges, of: columns, to: &buffer) }
    for index in ranges.indices {
      let range = ranges[index]
      columns[range.column].values.appendRows(range.rows, to: &buffer)
    }
  }

  private static func appendLengths(
    _ ranges: borrowing Span<RowRange>, of columns: [Column], to buffer: inout ByteBuffer
  ) {
    for index in ranges.indices {
      let range = ranges[index]
      switch columns[range.column].values {
      case .string(let values):
        for row in range.rows { buffer.append(littleEndian: UInt32(values.range(row).count)) }
      case .dictionary(let values):
        for row in range.rows {
          let length = values.dictionary.range(Int(values.codes[row])).count
          buffer.append(littleEndian: UInt32(length))
        }
      default: preconditionFailure("a column of texts is one of texts in every batch")
      }
    }
  }

  /// Appends `rowCount` rows in the form of ``appendRows(_:of:to:)`` that begin at `position`, and
  /// moves `position` to the byte after them.
  mutating func append(
    _ rowCount: Int, rowsFrom bytes: borrowing Span<UInt8>, at position: inout Int
  ) {
    let hasNulls = bytes[position] != 0
    position += 1
    if hasNulls {
      if validity == nil { validity = Validity(allValid: count) }
      for row in 0..<rowCount { validity?.append(bytes[position + row] != 0) }
      position += rowCount
    } else {
      validity?.append(true, count: rowCount)
    }
    values.append(rowCount, rowsFrom: bytes, at: &position)
  }

  /// A column without rows that can take the rows of columns like this one. Texts become plain
  /// texts, whatever form they had.
  var withoutRows: Column {
    if case .dictionary = values { return Column(.string(StringValues())) }
    guard let empty = values.withoutValues else {
      preconditionFailure("a repeated value has no rows of its own")
    }
    return Column(empty)
  }
}

/// A range of rows of one of several columns.
struct RowRange: Sendable {
  /// The column's number, from 0.
  var column: Int
  var rows: Range<Int>
}

extension ColumnValues {
  fileprivate func appendRows(_ rows: Range<Int>, to buffer: inout ByteBuffer) {
    switch self {
    case .bool(let values):
      for row in rows { buffer.append(values[row] ? 1 : 0) }
    case .int8(let values): buffer.append(littleEndianBytesOf: values.span.extracting(rows))
    case .int16(let values): buffer.append(littleEndianBytesOf: values.span.extracting(rows))
    case .int32(let values): buffer.append(littleEndianBytesOf: values.span.extracting(rows))
    case .int64(let values): buffer.append(littleEndianBytesOf: values.span.extracting(rows))
    case .uint32(let values): buffer.append(littleEndianBytesOf: values.span.extracting(rows))
    case .uint64(let values): buffer.append(littleEndianBytesOf: values.span.extracting(rows))
    case .float32(let values): buffer.append(littleEndianBytesOf: values.span.extracting(rows))
    case .float64(let values): buffer.append(littleEndianBytesOf: values.span.extracting(rows))
    case .string(let values):
      let start = values.range(rows.lowerBound).lowerBound
      let end = values.range(rows.upperBound - 1).upperBound
      buffer.append(copying: values.bytes.span.extracting(start..<end))
    case .dictionary(let values):
      for row in rows {
        let range = values.dictionary.range(Int(values.codes[row]))
        buffer.append(copying: values.dictionary.bytes.span.extracting(range))
      }
    case .repeated: preconditionFailure("a repeated value has no rows of its own")
    }
  }

  fileprivate mutating func append(
    _ rowCount: Int, rowsFrom bytes: borrowing Span<UInt8>, at position: inout Int
  ) {
    // The values are moved out of the enumeration while they grow, so that they are not copied.
    let old = self
    self = .bool([])
    switch consume old {
    case .bool(var values):
      for row in 0..<rowCount { values.append(bytes[position + row] != 0) }
      position += rowCount
      self = .bool(values)
    case .int8(var values):
      values.append(littleEndianBytes: bytes.extracting(next(rowCount, at: &position)))
      self = .int8(values)
    case .int16(var values):
      values.append(littleEndianBytes: bytes.extracting(next(2 * rowCount, at: &position)))
      self = .int16(values)
    case .int32(var values):
      values.append(littleEndianBytes: bytes.extracting(next(4 * rowCount, at: &position)))
      self = .int32(values)
    case .int64(var values):
      values.append(littleEndianBytes: bytes.extracting(next(8 * rowCount, at: &position)))
      self = .int64(values)
    case .uint32(var values):
      values.append(littleEndianBytes: bytes.extracting(next(4 * rowCount, at: &position)))
      self = .uint32(values)
    case .uint64(var values):
      values.append(littleEndianBytes: bytes.extracting(next(8 * rowCount, at: &position)))
      self = .uint64(values)
    case .float32(var values):
      values.append(littleEndianBytes: bytes.extracting(next(4 * rowCount, at: &position)))
      self = .float32(values)
    case .float64(var values):
      values.append(littleEndianBytes: bytes.extracting(next(8 * rowCount, at: &position)))
      self = .float64(values)
    case .string(var values):
      let lengths = position
      position += 4 * rowCount
      for row in 0..<rowCount {
        let length = Int(bytes.littleEndianHalfWord(at: lengths + 4 * row))
        values.append(bytes.extracting(next(length, at: &position)))
      }
      self = .string(values)
    case .dictionary, .repeated: preconditionFailure("rows are appended to plain columns only")
    }
  }
}

/// The range of the next `byteCount` bytes. Moves `position` to the byte after them.
private func next(_ byteCount: Int, at position: inout Int) -> Range<Int> {
  defer { position += byteCount }
  return position..<position + byteCount
}
