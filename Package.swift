// swift-tools-version: 6.2

import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A library target in the folder of its short name. Two packages of one build may not have modules
/// of one name, so all but those that users import have ours in front.
func library(
  _ folder: String, module: String? = nil, _ dependencies: [Target.Dependency]
) -> Target {
  .target(
    name: module ?? "BarLake\(folder)", dependencies: dependencies, path: "Sources/\(folder)",
    swiftSettings: swiftSettings)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, exclude: exclude, swiftSettings: swiftSettings)
}

let package = Package(
  name: "barlake",
  platforms: [.macOS(.v15)],
  products: [
    .library(
      name: "BarLake",
      targets: [
        "BarLakeArrowInterface", "BarLake", "BarLakeBytes", "CBarLakeArrow", "BarLakeColumnar",
        "LakeInspection", "LakeMaintenance",
      ]),
    .library(name: "BarLakeAdapter", targets: ["BarLakeAdapter", "BarLakeAdapterProtocol"]),
    .library(name: "FlatFiles", targets: ["FlatFiles"]),
    .executable(name: "barlake", targets: ["BarLakeTool"]),
    .executable(name: "barlake-conform", targets: ["ConformanceTool"]),
    // What the check of the Arrow interface loads into Python.
    .library(name: "ArrowBridge", type: .dynamic, targets: ["BarLakeArrowBridge"]),
  ],
  traits: [
    .trait(
      name: "ISAL",
      description: "Inflate gzip with ISA-L (libisal-dev), in a third of the time.")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    .systemLibrary(
      name: "CBarLakeSnappy", path: "Sources/CSnappy", pkgConfig: "snappy",
      providers: [.apt(["libsnappy-dev"]), .brew(["snappy"])]),
    .systemLibrary(
      name: "CBarLakeZlib", path: "Sources/CZlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    // No pkgConfig: it would be looked for without the trait, too.
    .systemLibrary(
      name: "CBarLakeISAL", path: "Sources/CISAL",
      providers: [.apt(["libisal-dev"]), .brew(["isa-l"])]),
    .target(name: "CBarLakeArrow", path: "Sources/CArrow"),
    .target(name: "CBarLakeByteMasks", path: "Sources/CByteMasks"),
    .target(name: "CBarLakeChecksum", path: "Sources/CChecksum"),
    .target(name: "CBarLakeSystemCalls", path: "Sources/CSystemCalls"),
    .target(
      name: "CBarLakeSharedCodecs", path: "Sources/CSharedCodecs",
      // Where `dlopen` is not in the C library itself.
      linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    library(
      "Bytes",
      [
        "CBarLakeByteMasks", "CBarLakeChecksum", "CBarLakeSharedCodecs", "CBarLakeSnappy",
        "CBarLakeZlib", "CBarLakeSystemCalls",
        .target(name: "CBarLakeISAL", condition: .when(traits: ["ISAL"])),
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    library("Columnar", ["BarLakeBytes"]),
    library("ArrowInterface", ["CBarLakeArrow", "BarLakeColumnar"]),
    library("CSV", ["BarLakeBytes", "BarLakeColumnar"]),
    library("Spill", ["BarLakeBytes", "BarLakeColumnar"]),
    library("Audit", ["BarLakeBytes", "BarLakeColumnar"]),
    library("Committing", ["BarLakeBytes"]),
    library("HivePartitions", ["BarLakeBytes"]),
    library("ParquetFormat", ["BarLakeBytes"]),
    library("ParquetWriting", ["BarLakeBytes", "BarLakeColumnar", "BarLakeParquetFormat"]),
    library("ParquetReading", ["BarLakeBytes", "BarLakeColumnar", "BarLakeParquetFormat"]),
    library(
      "BarLake", module: "BarLake",
      [
        "BarLakeAudit", "BarLakeBytes", "BarLakeColumnar", "BarLakeCommitting", "BarLakeCSV",
        "BarLakeHivePartitions", "BarLakeParquetFormat", "BarLakeParquetReading",
        "BarLakeParquetWriting", "BarLakeSpill",
        .product(name: "Logging", package: "swift-log"),
      ]),
    library(
      "LakeInspection", module: "LakeInspection",
      [
        "BarLake", "BarLakeBytes", "BarLakeColumnar", "BarLakeCommitting", "BarLakeCSV",
        "BarLakeHivePartitions", "BarLakeParquetFormat", "BarLakeParquetReading",
        "BarLakeParquetWriting",
      ]),
    library(
      "LakeMaintenance", module: "LakeMaintenance",
      [
        "BarLake", "BarLakeAudit", "BarLakeBytes", "BarLakeColumnar", "BarLakeCommitting",
        "BarLakeCSV", "BarLakeHivePartitions", "BarLakeParquetFormat", "BarLakeParquetReading",
        "LakeInspection",
        .product(name: "Logging", package: "swift-log"),
      ]),
    // The only target that opens connections, and that needs packages to do so.
    library(
      "FlatFiles", module: "FlatFiles",
      [
        "BarLake", "BarLakeBytes", "LakeInspection",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "Yams", package: "Yams"),
      ]),
    library(
      "CommandSupport",
      ["BarLakeBytes", .product(name: "ArgumentParser", package: "swift-argument-parser")]),
    library("Pages", ["BarLakeBytes"]),
    library(
      "LakePage",
      ["BarLake", "BarLakeBytes", "BarLakeCommandSupport", "BarLakePages", "LakeInspection"]),
    library(
      "DateBatches",
      ["BarLake", "BarLakeBytes", "BarLakeCommandSupport", "FlatFiles", "LakeInspection"]),
    library(
      "Sync",
      [
        "BarLake", "BarLakeBytes", "BarLakeCommandSupport", "BarLakeDateBatches", "FlatFiles",
        "LakeInspection", .product(name: "Logging", package: "swift-log"),
      ]),
    .executableTarget(
      name: "BarLakeTool",
      dependencies: [
        "BarLakeDateBatches", "BarLakeSync", "BarLakeCommandSupport", "BarLake", "BarLakeAdapter",
        "BarLakeAdapterProtocol",
        "BarLakeBytes", "BarLakeColumnar", "BarLakeLakePage",
        "BarLakeCSV", "BarLakeParquetReading", "FlatFiles", "LakeInspection", "LakeMaintenance",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: swiftSettings),
    library("AdapterProtocol", []),
    library("Adapter", ["BarLake", "BarLakeAdapterProtocol", "BarLakeBytes", "BarLakeColumnar"]),
    library(
      "ConformanceRunning",
      [
        "BarLakeAdapterProtocol", "BarLakeBytes", "BarLakeConformanceKit",
        .product(name: "Subprocess", package: "swift-subprocess"),
      ]),
    library(
      "ConformanceReporting",
      [
        "BarLakeAdapterProtocol", "BarLakeBytes", "BarLakeCommandSupport",
        "BarLakeConformanceKit", "BarLakeConformanceRunning", "BarLakePages",
      ]),
    library(
      "ConformanceKit",
      [
        "BarLakeAdapterProtocol", "BarLakeBytes", "BarLakeColumnar", "BarLakeParquetFormat",
        "BarLakeParquetReading",
      ]),
    .executableTarget(
      name: "ConformanceTool",
      dependencies: [
        "BarLakeCommandSupport", "BarLakeAdapterProtocol", "BarLakeBytes", "BarLakeConformanceKit",
        "BarLakeConformanceReporting", "BarLakeConformanceRunning",
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftSettings),
    .target(
      name: "BarLakeTestSupport",
      dependencies: [
        "BarLake", "BarLakeBytes", "BarLakeColumnar", "BarLakeCSV", "BarLakeParquetFormat",
        "BarLakeParquetReading", "BarLakeParquetWriting",
        .product(name: "Logging", package: "swift-log"),
      ],
      path: "Tests/TestSupport", swiftSettings: swiftSettings),
    .target(
      name: "BarLakeArrowBridge",
      dependencies: [
        "BarLakeArrowInterface", "BarLake", "BarLakeBytes", "CBarLakeArrow", "BarLakeColumnar",
      ],
      path: "Tests/ArrowBridge", swiftSettings: swiftSettings),
    tests(
      "ArrowInterfaceTests",
      [
        "BarLakeArrowBridge", "BarLakeArrowInterface", "BarLake", "BarLakeBytes", "CBarLakeArrow",
        "BarLakeColumnar", "BarLakeTestSupport",
      ]),
    tests(
      "BarLakeTests",
      [
        "BarLake", "BarLakeAudit", "BarLakeBytes", "BarLakeCSV", "BarLakeColumnar",
        "BarLakeHivePartitions", "LakeInspection", "BarLakeParquetFormat", "BarLakeParquetReading",
        "BarLakeParquetWriting", "BarLakeTestSupport",
        .product(name: "Logging", package: "swift-log"),
      ]),
    tests(
      "LakeMaintenanceTests",
      [
        "BarLake", "BarLakeBytes", "BarLakeColumnar", "BarLakeParquetFormat",
        "BarLakeParquetReading", "BarLakeParquetWriting", "BarLakeTestSupport", "LakeInspection",
        "LakeMaintenance",
      ]),
    // As a user would build it, without our settings.
    .executableTarget(
      name: "ReadmeExample", dependencies: ["BarLake"], path: "Tests/ReadmeExample"),
    .executableTarget(
      name: "UsageExample", dependencies: ["BarLake", "FlatFiles"], path: "Tests/UsageExample"),
    // As a user would write it: nothing that is not public can be seen.
    .testTarget(
      name: "PublishedAPITests",
      dependencies: [
        "BarLake", "BarLakeBytes", "BarLakeColumnar", "LakeInspection", "LakeMaintenance",
      ],
      packageAccess: false, swiftSettings: swiftSettings),
    tests(
      "BarLakeToolTests",
      [
        "BarLake", "BarLakeAdapterProtocol", "BarLakeBytes", "BarLakeColumnar",
        "BarLakeConformanceKit", "BarLakeFlatFileServers", "BarLakeSync", "BarLakeTestSupport",
        "FlatFiles", "LakeInspection",
        .product(name: "Subprocess", package: "swift-subprocess"),
      ]),
    tests("AdapterProtocolTests", ["BarLakeAdapterProtocol", "BarLakeTestSupport"]),
    tests(
      "ConformanceRunningTests",
      [
        "BarLakeAdapterProtocol", "BarLakeBytes", "BarLakeConformanceKit",
        "BarLakeConformanceRunning", "BarLakeTestSupport",
      ], exclude: ["allocating.py", "misbehaving.py"]),
    tests(
      "ConformanceReportingTests",
      [
        "BarLakeAdapterProtocol", "BarLakeBytes", "BarLakeConformanceKit",
        "BarLakeConformanceReporting", "BarLakeConformanceRunning", "BarLakeTestSupport",
      ]),
    tests("AuditTests", ["BarLakeAudit", "BarLakeColumnar"]),
    tests("CommittingTests", ["BarLakeBytes", "BarLakeCommitting", "BarLakeTestSupport"]),
    tests("HivePartitionsTests", ["BarLakeHivePartitions"]),
    tests("BytesTests", ["BarLakeBytes", "BarLakeTestSupport"]),
    tests(
      "ConformanceKitTests",
      [
        "BarLakeAdapterProtocol", "BarLakeBytes", "BarLakeColumnar", "BarLakeConformanceKit",
        "BarLakeParquetFormat",
        "BarLakeParquetReading", "BarLakeTestSupport",
      ]),
    tests(
      "ConformanceTests",
      [
        "BarLake", "BarLakeAdapterProtocol", "BarLakeAdapter", "BarLakeConformanceRunning",
        "BarLakeBytes", "BarLakeCSV", "BarLakeConformanceKit", "BarLakeTestSupport",
        .product(name: "Logging", package: "swift-log"),
      ]),
    // The servers that the downloader is tested against.
    .target(
      name: "BarLakeFlatFileServers",
      dependencies: [
        "BarLakeBytes", "BarLakeTestSupport",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      path: "Tests/FlatFileServers", exclude: ["Processes/requirements.txt"],
      swiftSettings: swiftSettings),
    // What the tests of the downloader kill, and whose memory is measured.
    .executableTarget(
      name: "FlatFilesClient",
      dependencies: ["BarLake", "BarLakeBytes", "BarLakeFlatFileServers", "FlatFiles"],
      path: "Tests/FlatFilesClient", swiftSettings: swiftSettings),
    tests(
      "FlatFilesTests",
      [
        "BarLake", "BarLakeBytes", "BarLakeFlatFileServers", "BarLakeTestSupport", "FlatFiles",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ]),
    tests(
      "DateBatchesTests",
      ["BarLake", "BarLakeDateBatches", "BarLakeBytes", "BarLakeTestSupport", "LakeInspection"]),
    tests(
      "SyncTests",
      [
        "BarLake", "BarLakeBytes", "BarLakeFlatFileServers", "BarLakeSync", "BarLakeTestSupport",
        "FlatFiles", "LakeInspection",
      ]),
    tests("PagesTests", ["BarLakePages"]),
    tests(
      "LakePageTests",
      [
        "BarLake", "BarLakeBytes", "BarLakeLakePage", "BarLakePages", "BarLakeTestSupport",
        "LakeInspection",
      ]),
    tests("ColumnarTests", ["BarLakeBytes", "BarLakeColumnar", "BarLakeTestSupport"]),
    tests("CSVTests", ["BarLakeBytes", "BarLakeColumnar", "BarLakeCSV"]),
    tests("SpillTests", ["BarLakeBytes", "BarLakeColumnar", "BarLakeSpill", "BarLakeTestSupport"]),
    tests("TidyTests", ["BarLakeTestSupport"]),
    tests("ParquetFormatTests", ["BarLakeBytes", "BarLakeParquetFormat"]),
    tests(
      "ParquetReadingTests",
      [
        "BarLakeAdapterProtocol", "BarLakeBytes", "BarLakeColumnar", "BarLakeConformanceKit",
        "BarLakeParquetFormat",
        "BarLakeParquetReading", "BarLakeTestSupport",
      ]),
    tests(
      "ParquetWritingTests",
      [
        "BarLakeBytes", "BarLakeColumnar", "BarLakeParquetFormat", "BarLakeParquetWriting",
        "BarLakeTestSupport",
      ]),
  ],
  swiftLanguageModes: [.v6]
)
