// swift-tools-version: 6.2

import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A library target and its tests, both built with the settings above.
func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

let package = Package(
  name: "barlake",
  platforms: [.macOS(.v15)],
  products: [
    .library(
      name: "BarLake",
      targets: ["ArrowInterface", "BarLake", "Bytes", "CArrow", "Columnar", "LakeInspection"]),
    .executable(name: "barlake", targets: ["BarLakeTool"]),
    // What the check of the Arrow interface loads into Python.
    .library(name: "ArrowBridge", type: .dynamic, targets: ["ArrowBridge"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    .systemLibrary(
      name: "CSnappy", pkgConfig: "snappy",
      providers: [.apt(["libsnappy-dev"]), .brew(["snappy"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .target(name: "CArrow"),
    .target(name: "CSystemCalls"),
    library(
      "Bytes",
      ["CSnappy", "CZlib", "CSystemCalls", .product(name: "Crypto", package: "swift-crypto")]),
    library("Columnar", ["Bytes"]),
    library("ArrowInterface", ["CArrow", "Columnar"]),
    library("CSV", ["Bytes", "Columnar"]),
    library("Spill", ["Bytes", "Columnar"]),
    library("ParquetFormat", ["Bytes"]),
    library("ParquetWriting", ["Bytes", "Columnar", "ParquetFormat"]),
    library("ParquetReading", ["Bytes", "Columnar", "ParquetFormat"]),
    library(
      "BarLake",
      [
        "Bytes", "Columnar", "CSV", "ParquetFormat", "ParquetReading", "ParquetWriting", "Spill",
        .product(name: "Logging", package: "swift-log"),
      ]),
    library(
      "LakeInspection",
      [
        "BarLake", "Bytes", "Columnar", "CSV", "ParquetFormat", "ParquetReading", "ParquetWriting",
      ]),
    .executableTarget(
      name: "BarLakeTool",
      dependencies: [
        "BarLake", "Bytes", "Columnar", "LakeInspection", "ParquetReading",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: swiftSettings),
    library("ConformanceKit", ["Bytes", "Columnar", "ParquetFormat", "ParquetReading"]),
    .target(
      name: "TestSupport", dependencies: ["Bytes"], path: "Tests/TestSupport",
      swiftSettings: swiftSettings),
    .target(
      name: "ArrowBridge",
      dependencies: ["ArrowInterface", "BarLake", "Bytes", "CArrow", "Columnar"],
      path: "Tests/ArrowBridge", swiftSettings: swiftSettings),
    tests(
      "ArrowInterfaceTests",
      ["ArrowBridge", "ArrowInterface", "BarLake", "Bytes", "CArrow", "Columnar", "TestSupport"]),
    tests(
      "BarLakeTests",
      [
        "BarLake", "Bytes", "CSV", "Columnar", "LakeInspection", "ParquetFormat", "ParquetReading",
        "ParquetWriting", "TestSupport", .product(name: "Logging", package: "swift-log"),
      ]),
    // As a user would build it, without our settings.
    .executableTarget(
      name: "ReadmeExample", dependencies: ["BarLake"], path: "Tests/ReadmeExample"),
    // As a user would write it: nothing that is not public can be seen.
    .testTarget(
      name: "PublishedAPITests", dependencies: ["BarLake", "Bytes", "Columnar", "LakeInspection"],
      packageAccess: false, swiftSettings: swiftSettings),
    tests(
      "BarLakeToolTests",
      [
        "BarLake", "Bytes", "Columnar", "ConformanceKit", "TestSupport",
        .product(name: "Subprocess", package: "swift-subprocess"),
      ]),
    tests("BytesTests", ["Bytes", "TestSupport"]),
    tests(
      "ConformanceKitTests",
      ["Bytes", "Columnar", "ConformanceKit", "ParquetFormat", "ParquetReading"]),
    tests(
      "ConformanceTests",
      [
        "BarLake", "Bytes", "CSV", "ConformanceKit", "TestSupport",
        .product(name: "Logging", package: "swift-log"),
      ]),
    tests("CSVTests", ["Bytes", "Columnar", "CSV"]),
    tests("SpillTests", ["Bytes", "Columnar", "Spill", "TestSupport"]),
    tests("TidyTests", ["TestSupport"]),
    tests("ParquetFormatTests", ["Bytes", "ParquetFormat"]),
    tests(
      "ParquetReadingTests",
      ["Bytes", "Columnar", "ConformanceKit", "ParquetFormat", "ParquetReading"]),
    tests(
      "ParquetWritingTests",
      ["Bytes", "Columnar", "ParquetFormat", "ParquetWriting", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)
