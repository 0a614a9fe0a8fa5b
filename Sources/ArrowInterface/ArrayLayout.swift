internal import Columnar

/// An array as the C data interface describes it: which buffers, children and dictionary it has.
struct ArrayLayout {
  var length: Int
  var nullCount = 0
  /// Elements of each buffer before the first one of the array.
  var offset = 0
  /// The validity first; a struct array has that one only.
  var buffers: [HeldBuffer] = []
  var children: [ArrayLayout] = []
  /// One, or none.
  var dictionary: [ArrayLayout] = []
}

extension ArrayLayout {
  /// The rows of a slice as a struct array without nulls, whose children are the columns.
  init(_ slice: BatchSlice, as schema: Schema) throws(ArrowExportError) {
    let columns = slice.batch.columns
    precondition(
      columns.count == schema.fields.count,
      "the batch has \(columns.count) columns, the schema \(schema.fields.count) fields")
    self.init(length: slice.rows.count, buffers: [.absent])
    for (column, field) in zip(columns, schema.fields) {
      precondition(column.count == slice.batch.rowCount, "\(field.name) has another row count")
      children.append(try ArrayLayout(column, as: field, rows: slice.rows))
    }
  }

  /// Some rows of a column, with the buffers as they stand wherever Arrow has the same layout.
  init(_ column: Column, as field: Field, rows: Range<Int>) throws(ArrowExportError) {
    switch (field.type, column.values) {
    case (.int8, .int8(let values)): self.init(values, of: column, rows: rows)
    case (.int16, .int16(let values)): self.init(values, of: column, rows: rows)
    case (.int32, .int32(let values)): self.init(values, of: column, rows: rows)
    case (.int64, .int64(let values)): self.init(values, of: column, rows: rows)
    case (.uint32, .uint32(let values)): self.init(values, of: column, rows: rows)
    case (.uint64, .uint64(let values)): self.init(values, of: column, rows: rows)
    case (.float32, .float32(let values)): self.init(values, of: column, rows: rows)
    case (.float64, .float64(let values)): self.init(values, of: column, rows: rows)
    case (.date32, .int32(let values)): self.init(values, of: column, rows: rows)
    case (.timestamp, .int64(let values)): self.init(values, of: column, rows: rows)
    case (.string, .string(let texts)):
      self.init(texts.offsets, of: column, rows: rows)
      buffers.append(HeldBuffer(texts.bytes))
    case (.dictionary(index: .int32), .dictionary(let values)):
      self.init(values.codes, of: column, rows: rows)
      dictionary = [try ArrayLayout(texts: values.dictionary)]
    case (.dictionary(index: .int8), .dictionary(let values)):
      let validity = column.validity(rows)
      let codes = try values.narrowed(rows, validity, name: field.name)
      self.init(
        codes, of: Column(.int8(codes), validity: validity), rows: 0..<rows.count)
      dictionary = [try ArrayLayout(texts: values.dictionary)]
    case (.bool, .bool(let values)):
      let bits = Validity(values[rows])
      let validity = column.validity(rows)
      self.init(
        bits.bitmap, of: Column(.bool(Array(values[rows])), validity: validity),
        rows: 0..<rows.count)
    default:
      let plain = try column.plain(rows, as: field)
      try self.init(plain, as: field, rows: 0..<rows.count)
    }
  }

  /// The texts of a dictionary, none of them null.
  private init(texts: StringValues) throws(ArrowExportError) {
    try self.init(
      Column(.string(texts)), as: Field("", .string), rows: 0..<texts.count)
  }

  /// `rows` of `column`, whose first buffer after the validity is `elements`.
  private init<Element: BitwiseCopyable>(
    _ elements: [Element], of column: Column, rows: Range<Int>
  ) {
    let nullCount = column.validity?.nullCount(in: rows) ?? 0
    self.init(length: rows.count, nullCount: nullCount, offset: rows.lowerBound)
    if let validity = column.validity, nullCount > 0 {
      buffers.append(HeldBuffer(validity.bitmap))
    } else {
      buffers.append(.absent)
    }
    buffers.append(HeldBuffer(elements))
  }
}
