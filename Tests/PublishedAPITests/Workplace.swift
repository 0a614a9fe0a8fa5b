import Foundation

/// A folder in which a program of a user could work. It is removed with the object.
final class Workplace {
  let folder: URL
  /// The lake, which is not there yet.
  var lake: String { folder.appendingPathComponent("data/lake").path }

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("barlake-user.\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit {
    // A file that is left in a folder for temporary files does no harm.
    try? FileManager.default.removeItem(at: folder)
  }

  /// The bytes of a sample of this repository.
  static func sample(_ path: String) throws -> [UInt8] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return Array(try Data(contentsOf: root.appendingPathComponent("Fixtures/raw/\(path)")))
  }

  /// Puts a sample where a program would find what it has downloaded.
  func put(_ sample: String, as name: String) throws -> String {
    let url = folder.appendingPathComponent(name)
    try Data(try Self.sample(sample)).write(to: url)
    return url.path
  }

  /// Whether a path of the lake is there.
  func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: "\(lake)/\(path)") }

  /// A day of bars of three symbols.
  static func bars(_ symbols: String...) -> [UInt8] {
    let header = "ticker,volume,open,close,high,low,window_start,transactions"
    let rows = symbols.map { "\($0),100,1.5,1.75,2,1.25,1704205800000000000,7" }
    return Array(([header] + rows).joined(separator: "\n").utf8)
  }
}
