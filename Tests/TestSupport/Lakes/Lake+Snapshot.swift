#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension Lake {
  /// A file or folder of the lake.
  package struct Snapshot: Equatable {
    /// Nil for a folder.
    var content: [UInt8]?
    var modificationDate: Date?
  }

  /// All that is in the lake, `.barlake` with it, and the lake itself under the empty name.
  package func snapshot() throws -> [String: Snapshot] {
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
