import BarLakeBytes

/// What is committed beside the tests.
enum Fixtures {
  /// The top folder of the checkout.
  static let root: String = {
    var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    parts.removeLast(3)
    return parts.joined(separator: "/")
  }()

  /// The path of a Parquet file of another implementation, or of its table.
  static func path(_ name: String) -> String { "\(root)/Fixtures/parquet/\(name)" }

  static func bytes(_ name: String) throws -> [UInt8] {
    try FileSystem.read(path("\(name).parquet"))
  }
}
