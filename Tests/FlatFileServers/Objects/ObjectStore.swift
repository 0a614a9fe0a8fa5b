internal import Synchronization

/// Objects in memory.
package final class ObjectStore: Sendable {
  /// One object.
  package struct Object: Sendable {
    package var bytes: [UInt8]
    /// Quoted; no digest of the bytes, as that of an object that came in parts is none.
    package var entityTag: String
  }

  private struct State {
    var objects: [String: [String: Object]] = [:]
    var versionCount = 0
  }

  private let state = Mutex(State())

  package init() {}

  /// Puts an object in the place of the one that is there, and returns it.
  @discardableResult
  package func put(_ bytes: [UInt8], bucket: String = "flatfiles", key: String) -> Object {
    state.withLock { state in
      state.versionCount += 1
      let object = Object(
        bytes: bytes, entityTag: "\"\(bytes.count)-\(state.versionCount)\"")
      state.objects[bucket, default: [:]][key] = object
      return object
    }
  }

  package func remove(bucket: String = "flatfiles", key: String) {
    state.withLock { _ = $0.objects[bucket]?.removeValue(forKey: key) }
  }

  func object(bucket: String, key: String) -> Object? {
    state.withLock { $0.objects[bucket]?[key] }
  }

  /// The keys of a bucket and their objects, by the bytes of the keys; nil where there is no
  /// bucket.
  func list(bucket: String, prefix: String) -> [(key: String, object: Object)]? {
    let objects = state.withLock { $0.objects[bucket] }
    return objects?.filter { Array($0.key.utf8).starts(with: prefix.utf8) }
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { ($0.key, $0.value) }
  }
}
