internal import BarLake
internal import BarLakeBytes
internal import BarLakeCSV
internal import BarLakeColumnar
internal import BarLakeParquetFormat
internal import BarLakeParquetReading

/// A data file of the lake that is read, as its manifest lists it.
struct SourceFile: Sendable {
  var file: Manifest.File
  /// The symbol or underlying that its folder names, in UTF-8; empty if the date is one file.
  var symbol: [UInt8]
}

/// Rows that one worker reads and converts at once.
enum LakePortion: Sendable {
  /// A row group of a large file, from 0.
  case rowGroup(SourceFile, ParquetFile, Int)
  /// Small files, whole.
  case files([SourceFile])
}

/// The data files of a date of a lake as the input of the date in another lake: their rows in the
/// order of the files.
struct LakeFilesInput: BatchInput, ~Copyable {
  /// Files up to this size are read as a whole, several as one portion.
  private static let smallByteCount = 1 << 20
  private static let smallFileLimit = 256
  /// A portion ends with the file that brings it to so many rows.
  private static let portionRowCount = 50_000

  let newParser: @Sendable () -> LakeFileParser
  private(set) var sourceByteCount = 0
  let linesBefore = 0
  private let root: String
  private let files: [SourceFile]
  private let cancellation: Cancellation?
  private var next = 0
  /// The large file that is being read, and its next row group.
  private var large: (file: SourceFile, parquet: ParquetFile, rowGroup: Int)?

  /// `files` are relative to `root` and in order.
  init(
    _ files: [SourceFile], root: String, conversion: ColumnConversion, cancellation: Cancellation?
  ) {
    newParser = { LakeFileParser(root: root, conversion: conversion) }
    self.root = root
    self.files = files
    self.cancellation = cancellation
  }

  mutating func next(
    reusing _: consuming ByteBuffer
  ) throws(IngestError) -> LakePortion? {
    do throws(SystemError) {
      try cancellation?.check()
    } catch {
      throw .io(error, root: root)
    }
    if let (file, parquet, rowGroup) = large {
      large = rowGroup + 1 < parquet.metadata.rowGroups.count ? (file, parquet, rowGroup + 1) : nil
      return .rowGroup(file, parquet, rowGroup)
    }
    guard next < files.count else { return nil }
    let first = files[next]
    if first.file.byteCount > Self.smallByteCount {
      next += 1
      sourceByteCount += first.file.byteCount
      let parquet = try LakeFileParser.open(first, in: root)
      if parquet.metadata.rowGroups.count > 1 { large = (first, parquet, 1) }
      return .rowGroup(first, parquet, 0)
    }
    var portion: [SourceFile] = []
    var rowCount = 0
    while next < files.count, files[next].file.byteCount <= Self.smallByteCount,
      portion.count < Self.smallFileLimit, rowCount < Self.portionRowCount
    {
      portion.append(files[next])
      rowCount += files[next].file.rowCount
      sourceByteCount += files[next].file.byteCount
      next += 1
    }
    return .files(portion)
  }

  // Records have errors with a line; rows of a lake have none.
  func failed(_ error: CSVError) -> IngestError { IngestError(error) }
}

/// Reads data files and converts their columns.
struct LakeFileParser: PortionParser {
  private let root: String
  private let conversion: ColumnConversion

  init(root: String, conversion: ColumnConversion) {
    self.root = root
    self.conversion = conversion
  }

  func takeBuffer() -> ByteBuffer { ByteBuffer() }

  func parse(_ number: Int, _ portion: LakePortion) -> ParsedPortion {
    var parsed = ParsedPortion()
    do throws(IngestError) {
      switch portion {
      case .rowGroup(let file, let parquet, let rowGroup):
        try append(rowGroup, of: parquet, file, to: &parsed)
      case .files(let files):
        for file in files {
          let parquet = try Self.read(file, in: root)
          for rowGroup in parquet.metadata.rowGroups.indices {
            try append(rowGroup, of: parquet, file, to: &parsed)
          }
        }
      }
    } catch {
      parsed.failure = .reported(error)
    }
    return parsed
  }

  private func append(
    _ rowGroup: Int, of parquet: ParquetFile, _ file: SourceFile, to parsed: inout ParsedPortion
  ) throws(IngestError) {
    if rowGroup == 0 { try checkColumns(of: parquet, file) }
    let rowCount = Int(clamping: parquet.metadata.rowGroups[rowGroup].rowCount)
    let (batch, roundedCount) = try conversion.batch(
      rowCount: rowCount, symbol: file.symbol,
      roundedVolumeCount: rowGroup == 0 ? roundedVolumeCount(of: parquet, file) : 0
    ) { position throws(IngestError) in
      do throws(ParquetReadingError) {
        return try parquet.readColumnChunk(rowGroup: rowGroup, column: position).column
      } catch {
        throw Self.unreadable(file, in: root, error)
      }
    }
    parsed.batches.append(batch)
    parsed.counts.read += rowCount
    parsed.counts.written += rowCount
    parsed.counts.roundedVolumes += roundedCount
  }

  /// The rows of the file whose volume was rounded when it was written (PARQ-6.4). Which rows they
  /// are is not known, so no symbol gets those of a whole date.
  private func roundedVolumeCount(of parquet: ParquetFile, _ file: SourceFile) -> Int {
    if file.symbol.isEmpty, conversion.isPartitioned { return 0 }
    return parquet.metadataValue(MetadataKey.roundedVolumes).flatMap { Int($0) }.map { max($0, 0) }
      ?? 0
  }

  private func checkColumns(of parquet: ParquetFile, _ file: SourceFile) throws(IngestError) {
    let found: [Field]
    do {
      found = try parquet.schema().inParquet.fields
    } catch {
      throw Self.unreadable(file, in: root, error)
    }
    let isSame = found.elementsEqual(conversion.sourceFields) {
      $0.name.isSame(as: $1.name) && $0.type == $1.type
    }
    guard isSame else {
      throw IngestError(
        code: .ioError,
        message: "\(file.file.path) of \(root) has not the columns that the lake's settings say")
    }
  }

  /// Opens a file whose row groups are read one by one.
  static func open(_ file: SourceFile, in root: String) throws(IngestError) -> ParquetFile {
    let parquet: ParquetFile
    do {
      parquet = try ParquetFile(path: "\(root)/\(file.file.path)")
    } catch {
      throw unreadable(file, in: root, error)
    }
    try check(parquet, against: file, in: root)
    return parquet
  }

  /// The profile from whose values those of a date were made, if they lost digits; all files of a
  /// date say the same.
  static func convertedFrom(
    _ files: [SourceFile], in root: String
  ) throws(IngestError) -> String? {
    guard let first = files.first else { return nil }
    return try open(first, in: root).metadataValue(MetadataKey.convertedFrom)
  }

  /// Reads a file as a whole.
  private static func read(
    _ file: SourceFile, in root: String
  ) throws(IngestError) -> ParquetFile {
    let bytes: [UInt8]
    do {
      // One byte more shows a file that is longer than it should be.
      bytes = try FileSystem.read("\(root)/\(file.file.path)", upTo: file.file.byteCount + 1)
    } catch {
      throw .io(error, root: root)
    }
    let parquet: ParquetFile
    do {
      parquet = try ParquetFile(bytes: bytes)
    } catch {
      throw unreadable(file, in: root, error)
    }
    try check(parquet, against: file, in: root)
    return parquet
  }

  /// Checks what the manifest says of the file.
  private static func check(
    _ parquet: ParquetFile, against file: SourceFile, in root: String
  ) throws(IngestError) {
    var rowCount: Int64 = 0
    var isSound = parquet.byteCount == file.file.byteCount
    for rowGroup in parquet.metadata.rowGroups {
      isSound = isSound && (0...Int64(file.file.rowCount)).contains(rowGroup.rowCount)
      if isSound { rowCount += rowGroup.rowCount }
    }
    guard isSound, rowCount == Int64(file.file.rowCount) else {
      throw IngestError(
        code: .ioError,
        message: "\(file.file.path) of \(root) is not the file that its manifest lists; see "
          + "barlake verify")
    }
  }

  private static func unreadable(
    _ file: SourceFile, in root: String, _ error: ParquetReadingError
  ) -> IngestError {
    if case .system(let error) = error.reason { return .io(error, root: root) }
    return IngestError(
      code: .ioError, message: "\(file.file.path) of \(root) is not readable: \(error)")
  }
}
