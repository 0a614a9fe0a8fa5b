internal import BarLakeColumnar

/// An array in the terms of the C data interface: its buffers, children and dictionary.
struct ArrayLayout {
  var length: Int
  var nullCount = 0
  /// The number of elements of each buffer before the first element of the array.
  var offset = 0
  /// The validity comes first; a struct array has only the validity.
  var buffers: [HeldBuffer] = []
  var children: [ArrayLayout] = []
  /// At most one.
  var dictionary: [ArrayLayout] = []
}

extension ArrayLayout {
  /// The rows of a slice as a struct array without nulls; its children are the columns.
  init(_ slice: BatchSlice, as schema: Schema) throws(ArrowExportError) {
    // The consumer reads memory by these numbers, so they are checked here.
    let columns = slice.batch.columns
    precondition(
      slice.rows.lowerBound >= 0 && slice.rows.upperBound <= slice.batch.rowCount,
      "rows \(slice.rows) of a batch of \(slice.batch.rowCount)")
    precondition(
      columns.count == schema.fields.count,
      "the batch has \(columns.count) columns, the schema \(schema.fields.count) fields")
    self.init(length: slice.rows.count, buffers: [.absent])
    for (column, field) in zip(columns, schema.fields) {
      let rowCounts = [column.count, column.validity?.count ?? column.count]
      precondition(
        rowCounts.allSatisfy { $0 == slice.batch.rowCount },
        "\(field.name) has \(rowCounts) rows, the batch \(slice.batch.rowCount)")
      children.append(try ArrayLayout(column, as: field, rows: slice.rows))
    }
  }

  /// Some rows of a column. Buffers are not copied where Arrow has the same layout.
  init(_ column: Column, as field: Field, rows: Range<Int>) throws(ArrowExportError) {
    switch (field.type, column.values) {
    case (.int8, .int8(let values)): self.init(values, column.validity, rows)
    case (.int16, .int16(let values)): self.init(values, column.validity, rows)
    case (.int32, .int32(let values)): self.init(values, column.validity, rows)
    case (.int64, .int64(let values)): self.init(values, column.validity, rows)
    case (.uint32, .uint32(let values)): self.init(values, column.validity, rows)
    case (.uint64, .uint64(let values)): self.init(values, column.validity, rows)
    case (.float32, .float32(let values)): self.init(values, column.validity, rows)
    case (.float64, .float64(let values)): self.init(values, column.validity, rows)
    case (.date32, .int32(let values)): self.init(values, column.validity, rows)
    case (.timestamp, .int64(let values)): self.init(values, column.validity, rows)
    case (.string, .string(let texts)):
      self.init(texts.offsets, column.validity, rows)
      buffers.append(HeldBuffer(texts.bytes))
    case (.dictionary(index: .int32), .dictionary(let values)):
      self.init(values.codes, column.validity, rows)
      dictionary = [try ArrayLayout(texts: values.dictionary)]
    case (.dictionary(index: .int8), .dictionary(let values)):
      let validity = column.validity(rows)
      let codes = try values.narrowed(rows, validity, name: field.name)
      self.init(codes, validity, 0..<rows.count)
      dictionary = [try ArrayLayout(texts: values.dictionary)]
    case (.bool, .bool(let values)):
      self.init(Validity(values[rows]).bitmap, column.validity(rows), 0..<rows.count)
    default:
      let plain = try column.plain(rows, as: field)
      try self.init(plain, as: field, rows: 0..<rows.count)
    }
  }

  /// The texts of a dictionary; none is null.
  private init(texts: StringValues) throws(ArrowExportError) {
    try self.init(
      Column(.string(texts)), as: Field("", .string), rows: 0..<texts.count)
  }

  /// The elements `rows` of `elements`; for booleans, elements are bytes of bits.
  private init<Element: BitwiseCopyable>(
    _ elements: [Element], _ validity: Validity?, _ rows: Range<Int>
  ) {
    let nullCount = validity?.nullCount(in: rows) ?? 0
    self.init(length: rows.count, nullCount: nullCount, offset: rows.lowerBound)
    if let validity, nullCount > 0 {
      buffers.append(HeldBuffer(validity.bitmap))
    } else {
      buffers.append(.absent)
    }
    buffers.append(HeldBuffer(elements))
  }
}
