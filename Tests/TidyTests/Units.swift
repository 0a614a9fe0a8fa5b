/// Units, the files that are worth testing alone, and the test file of each.
///
/// A unit `Sources/X/Y.swift` is tested in `Tests/XTests/YTests.swift` (of `A+B.swift` the name is
/// `ABTests.swift`), in whatever folder of it, or a line here says which suite holds it.
///
/// Source: `docs/architecture.md`, "Tests".
enum Units {
  /// Targets of which every file is a unit.
  static let targets = [
    "Audit", "CSV", "Columnar", "Committing", "DateBatches", "FlatFiles", "HivePartitions",
    "LakePage", "Pages", "ParquetFormat", "ParquetReading", "ParquetWriting", "Spill", "Sync",
  ]
  /// Units of the core: what has states or bookkeeping of its own.
  static let core = [
    "BarLake/Engines/IngestSchedule", "BarLake/Lake/Publication", "BarLake/Lake/LakeState",
    "BarLake/Lake/ManifestText", "BarLake/Memory/MemoryWatch", "BarLake/Reading/HeaderBinding",
  ]

  /// Units that have no test file of their name, by the suite that holds them.
  static let elsewhere: [String: [String]] = [
    "AuditTests/BarHistoryTests": [
      "Audit/AuditRules", "Audit/AuditedColumns", "Audit/BarDoubt", "Audit/BarFacts",
    ],
    "BarLakeTests/LakeSettingsTests": ["BarLake/Lake/LakeState"],
    "BarLakeTests/EnginesTests": ["ParquetWriting/RowGroupAssembler"],
    "BarLakeTests/SymbolPartitionTests": ["Spill/SpillIndex"],
    "CSVTests/DecimalRoundingTests": ["CSV/ShortDecimal", "CSV/PowersOfTen"],
    "CSVTests/FloatingPointParserTests": ["CSV/FieldParser"],
    "CSVTests/RecordScannerTests": [
      "CSV/CSVError", "CSV/FieldFailure", "CSV/FastRecordScanner", "CSV/PlainRecordScanner",
    ],
    "CSVTests/TextColumnBuilderTests": ["CSV/ColumnBuilder", "CSV/SymbolColumnBuilder"],
    "CSVTests/TypedColumnBuilderTests": ["CSV/RowSelection"],
    "ColumnarTests/OutsideColumnsTests": ["Columnar/Column", "Columnar/RecordBatch"],
    "DateBatchesTests/BatchTallyTests": ["DateBatches/ErrorCode+Content"],
    "FlatFilesTests/BucketMirrorTests": ["FlatFiles/Mirror/BucketMirror+Fetching"],
    "FlatFilesTests/ConfigChecksTests": ["FlatFiles/Configuration/ConfigError"],
    "FlatFilesTests/ConfigFileTests": ["FlatFiles/Configuration/ConfigOrigin"],
    "FlatFilesTests/ConfigMergeTests": [
      "FlatFiles/Configuration/ConfigLoader", "FlatFiles/Configuration/ConfigSources",
    ],
    "FlatFilesTests/DownloadFaultsTests": [
      "FlatFiles/Transfer/DownloadedFile",
      "FlatFiles/Transfer/FirstResult", "FlatFiles/Transfer/MemorySink",
      "FlatFiles/Transfer/ObjectRequests", "FlatFiles/Transfer/ObjectSink",
      "FlatFiles/Transfer/ObjectTransfer", "FlatFiles/Transfer/RetryBudget",
      "FlatFiles/Transfer/S3Request", "FlatFiles/Transfer/S3Response",
      "FlatFiles/Transfer/S3Transport", "FlatFiles/Transfer/S3Transport+Transfer",
      "FlatFiles/Transfer/StatusJudge", "FlatFiles/Transfer/TransferFault",
      "FlatFiles/Transfer/TransferOptions",
    ],
    "FlatFilesTests/KilledDownloadsTests": ["FlatFiles/Transfer/FileSink"],
    "FlatFilesTests/ListingTests": ["FlatFiles/Transfer/S3Object"],
    "FlatFilesTests/ManyDownloadsTests": ["FlatFiles/Transfer/TargetLock"],
    "FlatFilesTests/MirrorRecordTests": ["FlatFiles/Transfer/JSON+Line"],
    "FlatFilesTests/ObjectStreamTests": ["FlatFiles/Transfer/StreamWindow"],
    "FlatFilesTests/RefusalTests": [
      "FlatFiles/Transfer/ObjectPlace", "FlatFiles/Transfer/RefusalJudge",
    ],
    "FlatFilesTests/XMLElementTests": ["FlatFiles/Transfer/XMLReader"],
    "LakePageTests/DayFaceTests": ["LakePage/KnownSync"],
    "LakePageTests/LakePageTests": [
      "LakePage/LakeScript", "LakePage/LakeStyle", "LakePage/TypeSection",
    ],
    "PagesTests/PageDocumentTests": ["Pages/PageScript", "Pages/PageStyle"],
    "ParquetFormatTests/CompactReaderTests": [
      "ParquetFormat/CompactType", "ParquetFormat/ThriftError",
    ],
    "ParquetFormatTests/MetadataTests": [
      "ParquetFormat/BoundaryOrder", "ParquetFormat/ColumnChunk", "ParquetFormat/ColumnIndex",
      "ParquetFormat/ColumnMetaData", "ParquetFormat/ColumnOrder",
      "ParquetFormat/CompressionCodec", "ParquetFormat/ConvertedType",
      "ParquetFormat/DataPageHeader", "ParquetFormat/DataPageHeaderV2",
      "ParquetFormat/DictionaryPageHeader", "ParquetFormat/Encoding",
      "ParquetFormat/FieldRepetition", "ParquetFormat/FileLayout", "ParquetFormat/FileMetaData",
      "ParquetFormat/FormatEnumeration", "ParquetFormat/KeyValue", "ParquetFormat/LogicalType",
      "ParquetFormat/OffsetIndex", "ParquetFormat/PageEncodingStats", "ParquetFormat/PageHeader",
      "ParquetFormat/PageLocation", "ParquetFormat/PageType", "ParquetFormat/PhysicalType",
      "ParquetFormat/RowGroup", "ParquetFormat/SchemaElement", "ParquetFormat/Statistics",
    ],
    "ConformanceKitTests/PageIndexCheckTests": [
      "ParquetReading/ChunkFault+PageIndex", "ParquetReading/ParquetFile+PageIndex",
    ],
    "ConformanceKitTests/PhysicalCheckTests": [
      "ParquetReading/ChunkFault", "ParquetReading/ChunkFault+Pages",
    ],
    "ParquetReadingTests/DamagedFilesTests": [
      "ParquetReading/ParquetFile", "ParquetReading/ParquetReadingError",
      "ParquetReading/ParquetSource",
    ],
    "ParquetReadingTests/FileReportTests": [
      "ParquetReading/BoundText", "ParquetReading/FileReport+Reading",
      "ParquetReading/FileReport+Text", "ParquetReading/TextTable",
    ],
    "ParquetReadingTests/ForeignFilesTests": [
      "ParquetReading/BooleanDecoder", "ParquetReading/ChunkDecoding",
      "ParquetReading/ChunkDecoding+LeafType", "ParquetReading/ColumnChunkReader",
      "ParquetReading/DataPage", "ParquetReading/FixedWidthDecoder", "ParquetReading/PageReader",
      "ParquetReading/ValueDecoder",
    ],
    "ParquetReadingTests/LeafTypeTests": [
      "ParquetReading/SchemaElement+Meaning", "ParquetReading/SchemaLeaf",
      "ParquetReading/SchemaLeaf+LeafType",
    ],
    "ParquetReadingTests/PageCodecTests": ["ParquetReading/SharedCodecs"],
    "ParquetReadingTests/PagesTests": [
      "ParquetReading/OrderedBound", "ParquetReading/ValueBounds",
    ],
    "ParquetReadingTests/PlainByteArrayDecoderTests": ["ParquetReading/ByteArrays"],
    "ParquetWritingTests/ArrowSchemaMessageTests": ["ParquetWriting/FlatBufferBuilder"],
    "ParquetWritingTests/ColumnChunkTests": [
      "ParquetWriting/ColumnChunkWriter", "ParquetWriting/DataPages",
    ],
    "ParquetWritingTests/DictionaryTests": [
      "ParquetWriting/DictionaryDecision", "ParquetWriting/TextDictionary",
      "ParquetWriting/TextIndexer", "ParquetWriting/WordDictionary",
    ],
    "ParquetWritingTests/RowGroupEncoderTests": [
      "ParquetWriting/BooleanColumnEncoder", "ParquetWriting/ColumnSlices",
      "ParquetWriting/DefinitionLevels", "ParquetWriting/EncodedRowGroup",
      "ParquetWriting/FieldStorage", "ParquetWriting/ParquetOptions",
      "ParquetWriting/ParquetWritingError", "ParquetWriting/TextColumnEncoder",
      "ParquetWriting/TextEncoding", "ParquetWriting/WordColumnEncoder",
    ],
    "ParquetWritingTests/ValueOrderTests": ["ParquetWriting/ColumnWord"],
    "SyncTests/BucketSourceTests": ["Sync/Planning/FlatFileSource"],
    "SyncTests/PlanFileTests": ["Sync/Planning/PlanHeader", "Sync/Planning/PlanNote"],
    "SyncTests/SyncPlanTests": [
      "Sync/Planning/FlatFileListing", "Sync/Planning/FolderSource", "Sync/Planning/LakeDates",
      "Sync/Planning/ListedFile", "Sync/Planning/SyncRequest",
    ],
    "SyncTests/TaskPoolTests": ["Sync/Running/TaskObserver"],
    "SyncTests/TaskRunnerTests": ["Sync/Running/TaskOutcome"],
    "SpillTests/SpillEncoderTests": ["Spill/Column+Rows"],
  ]

  /// What is wrong with the tests of units: `units` are paths below `Sources` and `tests` paths
  /// below `Tests`, both without `.swift`.
  static func faults(
    units: [String], tests: Set<String>, elsewhere: [String: [String]]
  ) -> [String] {
    var faults: [String] = []
    let listed = elsewhere.values.flatMap { $0 }
    for unit in units.sorted() {
      let parts = unit.split(separator: "/")
      let own = "\(parts[0])Tests/\(parts[parts.count - 1].filter { $0 != "+" })Tests"
      switch (tests.contains(own), listed.count { $0 == unit }) {
      case (true, 0), (false, 1): break
      case (false, 0): faults.append("\(unit) has no \(own), and no line says who tests it")
      case (true, _): faults.append("\(unit) has \(own), and a line names another suite")
      default: faults.append("\(unit) has two lines")
      }
    }
    for suite in elsewhere.keys.sorted() where !tests.contains(suite) {
      faults.append("\(suite) holds units and does not exist")
    }
    for unit in listed.sorted() where !units.contains(unit) {
      faults.append("\(unit) has a line and is no unit")
    }
    return faults
  }
}
