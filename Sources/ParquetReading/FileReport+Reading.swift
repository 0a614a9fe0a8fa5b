internal import BarLakeParquetFormat

extension FileReport {
  /// Reads the report of the file `path`: its footer and page index, but no values.
  package init(path: String) throws(ParquetReadingError) {
    try self.init(try ParquetFile(path: path))
  }

  /// Reads the report of an open file.
  package init(_ file: ParquetFile) throws(ParquetReadingError) {
    let metadata = file.metadata
    byteCount = file.byteCount
    version = Int(metadata.version)
    createdBy = metadata.createdBy
    rowCount = Int(metadata.rowCount)
    schema = FieldReport.fields(of: metadata.schema)
    keyValueMetadata = (metadata.keyValueMetadata ?? []).map {
      KeyValueReport(key: $0.key, value: $0.value)
    }
    rowGroups = []
    for index in metadata.rowGroups.indices {
      rowGroups.append(try RowGroupReport(file, rowGroup: index))
    }
  }
}

extension FieldReport {
  static func fields(of schema: [SchemaElement]) -> [FieldReport] {
    var fields: [FieldReport] = []
    // The number of children still to come, for each group around the next field.
    var remaining = [Int(schema.first?.childCount ?? 0)]
    for element in schema.dropFirst() {
      while let last = remaining.last, last <= 0 { remaining.removeLast() }
      fields.append(FieldReport(element, depth: max(0, remaining.count - 1)))
      if !remaining.isEmpty { remaining[remaining.count - 1] -= 1 }
      if let childCount = element.childCount { remaining.append(Int(childCount)) }
    }
    return fields
  }

  private init(_ element: SchemaElement, depth: Int) {
    self.init(
      name: element.name, depth: depth, repetition: element.repetition?.description,
      physicalType: element.type?.description, typeLength: element.typeLength.map(Int.init),
      logicalType: element.logicalType?.description,
      convertedType: element.convertedType?.description)
  }
}

extension RowGroupReport {
  init(_ file: ParquetFile, rowGroup index: Int) throws(ParquetReadingError) {
    let rowGroup = file.metadata.rowGroups[index]
    rowCount = Int(rowGroup.rowCount)
    uncompressedByteCount = Int(rowGroup.uncompressedByteCount)
    compressedByteCount = 0
    columns = []
    for column in rowGroup.columns.indices {
      guard let chunk = rowGroup.columns[column].metaData, column < file.leaves.count else {
        throw ParquetReadingError(
          .invalid("column \(column + 1) of row group \(index + 1) has no metadata or no field"),
          offset: file.footerRange.lowerBound)
      }
      let report = try ColumnChunkReport(file, chunk, rowGroup: index, column: column)
      let (sum, overflow) = compressedByteCount.addingReportingOverflow(report.compressedByteCount)
      compressedByteCount = overflow ? .max : sum
      columns.append(report)
    }
  }
}

extension ColumnChunkReport {
  init(
    _ file: ParquetFile, _ chunk: ColumnMetaData, rowGroup: Int, column: Int
  ) throws(ParquetReadingError) {
    let element = file.leaves[column].element
    path = chunk.path.joined(separator: ".")
    physicalType = chunk.type.description
    encodings = chunk.encodings.map(\.description)
    codec = chunk.codec.description
    valueCount = Int(chunk.valueCount)
    uncompressedByteCount = Int(chunk.uncompressedByteCount)
    compressedByteCount = Int(chunk.compressedByteCount)
    dictionaryPageOffset = chunk.dictionaryPageOffset.map(Int.init)
    dataPageOffset = Int(chunk.dataPageOffset)
    statistics = chunk.statistics.map { StatisticsReport($0, of: element) }
    if let offsetIndex = try file.offsetIndex(rowGroup: rowGroup, column: column) {
      let columnIndex = try file.columnIndex(rowGroup: rowGroup, column: column)
      pages = offsetIndex.pageLocations.enumerated().map { number, location in
        PageReport(location, columnIndex, number, of: element)
      }
    }
  }
}

extension StatisticsReport {
  init(_ statistics: Statistics, of element: SchemaElement) {
    func text(_ bound: [UInt8]?) -> String? { bound.map { BoundText.text($0, of: element) } }
    self.init(
      min: text(statistics.minValue ?? statistics.legacyMin),
      max: text(statistics.maxValue ?? statistics.legacyMax),
      nullCount: statistics.nullCount.map(Int.init),
      distinctCount: statistics.distinctCount.map(Int.init))
  }
}

extension PageReport {
  /// `number` is the position of the page in the column index, from 0.
  init(_ location: PageLocation, _ index: ColumnIndex?, _ number: Int, of element: SchemaElement) {
    func bound(_ bounds: [[UInt8]]?) -> String? {
      guard let index, let bounds, number < bounds.count, number < index.nullPages.count,
        !index.nullPages[number]
      else { return nil }
      return BoundText.text(bounds[number], of: element)
    }
    let nullCounts = index?.nullCounts ?? []
    self.init(
      offset: Int(location.offset), byteCount: Int(location.compressedByteCount),
      firstRow: Int(location.firstRowIndex), min: bound(index?.minValues),
      max: bound(index?.maxValues),
      nullCount: number < nullCounts.count ? Int(nullCounts[number]) : nil)
  }
}
