// swift-tools-version: 6.2

import PackageDescription

// A copy of your own has a version of BarLake instead of the path.
let package = Package(
  name: "my-adapter",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "barlake", path: "../../..")],
  targets: [
    .executableTarget(
      name: "MyAdapter",
      dependencies: [
        .product(name: "BarLake", package: "barlake"),
        .product(name: "BarLakeAdapter", package: "barlake"),
      ]),
    .testTarget(name: "MyAdapterTests", dependencies: ["MyAdapter"]),
  ]
)
