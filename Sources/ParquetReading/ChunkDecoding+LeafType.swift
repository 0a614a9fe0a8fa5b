internal import BarLakeColumnar
internal import BarLakeParquetFormat

extension ChunkDecoding {
  /// Receives the rows of the whole chunk, or of one page.
  typealias Receiver = (Column, PageSummary?) throws(ParquetReadingError) -> Void

  /// Decodes the chunk of `leaf`, whose values have the type `type`.
  func run(
    _ reader: PageReader, _ leaf: SchemaLeaf, _ type: LeafType, _ body: Receiver
  ) throws(ParquetReadingError) -> [PageSummary] {
    switch type {
    case .columnar(.bool):
      return try run(reader, BooleanDecoder(), body) {
        (decoder, _) throws(ParquetReadingError) in .bool(decoder.values)
      }
    case .null:
      return try run(reader, NullDecoder(), body) {
        (decoder, _) throws(ParquetReadingError) in .int32(decoder.values)
      }
    case .columnar(.int8): return try narrow(reader, body, ColumnValues.int8)
    case .columnar(.int16): return try narrow(reader, body, ColumnValues.int16)
    case .uint8:
      return try narrow(reader, body) { (values: [UInt8]) in .uint32(values.map(UInt32.init)) }
    case .uint16:
      return try narrow(reader, body) { (values: [UInt16]) in .uint32(values.map(UInt32.init)) }
    case .columnar(.int32), .columnar(.date32), .time(.millisecond, _):
      return try numbers(reader, body, ColumnValues.int32)
    case .columnar(.int64), .columnar(.timestamp), .time:
      return try numbers(reader, body, ColumnValues.int64)
    case .columnar(.uint32): return try numbers(reader, body, ColumnValues.uint32)
    case .columnar(.uint64): return try numbers(reader, body, ColumnValues.uint64)
    case .columnar(.float32): return try numbers(reader, body, ColumnValues.float32)
    case .columnar(.float64): return try numbers(reader, body, ColumnValues.float64)
    case .decimal where leaf.element.type == .int32:
      return try numbers(reader, body, ColumnValues.int32)
    case .decimal where leaf.element.type == .int64:
      return try numbers(reader, body, ColumnValues.int64)
    case .decimal: return try byteArrays(reader, leaf, 1...DecimalText.mostByteCount, body)
    case .columnar(.string), .columnar(.dictionary), .bytes, .fixed, .float16, .int96, .uuid:
      return try byteArrays(reader, leaf, 0...Int.max, body)
    }
  }

  /// Numbers of INT32 that must be values of a narrower type.
  private func narrow<Value: FixedWidthInteger>(
    _ reader: PageReader, _ body: Receiver, _ wrap: ([Value]) -> ColumnValues
  ) throws(ParquetReadingError) -> [PageSummary] {
    try run(reader, FixedWidthDecoder<Int32>(), body) {
      (decoder, _) throws(ParquetReadingError) in
      var values: [Value] = []
      values.reserveCapacity(decoder.values.count)
      for value in decoder.values {
        guard let narrow = Value(exactly: value) else {
          throw ParquetReadingError(
            .invalid("\(value) is no value of the column's type"), offset: offset)
        }
        values.append(narrow)
      }
      return wrap(values)
    }
  }

  private func numbers<Value: PlainValue>(
    _ reader: PageReader, _ body: Receiver, _ wrap: ([Value]) -> ColumnValues
  ) throws(ParquetReadingError) -> [PageSummary] {
    try run(reader, FixedWidthDecoder<Value>(), body) {
      (decoder, _) throws(ParquetReadingError) in wrap(decoder.values)
    }
  }

  /// `byteCounts` are the numbers of bytes that a value of BYTE_ARRAY may have.
  private func byteArrays(
    _ reader: PageReader, _ leaf: SchemaLeaf, _ byteCounts: ClosedRange<Int>, _ body: Receiver
  ) throws(ParquetReadingError) -> [PageSummary] {
    let empty = ByteArrayDecoder(
      fixedByteCount: leaf.fixedByteCount, validByteCounts: byteCounts, byteLimit: byteLimit,
      heldByteLimit: heldTextByteLimit)
    return try run(reader, empty, body) {
      (decoder, validity) throws(ParquetReadingError) in
      try decoder.values(validity: validity, offset: offset)
    }
  }
}
