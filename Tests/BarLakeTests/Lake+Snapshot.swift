#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Lake {
  /// A file or folder of the lake.
  struct Snapshot: Equatable {
    /// Nil for a folder.
    var content: [UInt8]?
    var modificationDate: Date?
  }

  /// All that is in the lake, `.barlake` with it, and the lake itself under the empty name.
  func snapshot() throws -> [String: Snapshot] {
    var content = try entries(below: "") { _ in true }
    content[""] = .some(nil)
    var snapshot: [String: Snapshot] = [:]
    for (path, bytes) in content {
      let attributes = try FileManager.default.attributesOfItem(atPath: absolute(path))
      snapshot[path] = Snapshot(
        content: bytes, modificationDate: attributes[.modificationDate] as? Date)
    }
    return snapshot
  }
}
