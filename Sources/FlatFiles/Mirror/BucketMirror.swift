internal import BarLake
package import BarLakeBytes

/// A folder that has objects of the vendor's bucket under their keys.
package struct BucketMirror: Sendable {
  /// The mirror's folder.
  package let root: String
  private let record: MirrorRecord

  package init(root: String) {
    self.root = root
    record = MirrorRecord(root: root)
  }

  /// What is to do for a key.
  package enum Step: Equatable, Sendable {
    /// The mirror has what the bucket has: the same length, and the same tag when it was fetched.
    case present(S3Object)
    /// The mirror lacks the object, or has another version of it.
    case fetch(S3Object)
    /// The bucket's listing does not have the key.
    case unlisted(String)

    package var key: String {
      switch self {
      case .present(let object), .fetch(let object): object.key
      case .unlisted(let key): key
      }
    }
  }

  /// The steps for `keys`, in their order.
  ///
  /// - Parameter listed: objects of the bucket's listing, among them each of `keys` that it has.
  package func steps(
    for keys: [String], listed: [S3Object]
  ) throws(SystemError) -> [Step] {
    let known = try record.entries()
    var objects: [ExactText: S3Object] = [:]
    for object in listed { objects[ExactText(object.key)] = object }
    var steps: [Step] = []
    for key in keys {
      guard let object = objects[ExactText(key)] else {
        steps.append(.unlisted(key))
        continue
      }
      let isThere = try isThere(object, known[ExactText(key)])
      steps.append(isThere ? .present(object) : .fetch(object))
    }
    return steps
  }

  private func isThere(
    _ object: S3Object, _ entry: MirrorRecord.Entry?
  ) throws(SystemError) -> Bool {
    guard let entry, entry.etag.isSame(as: object.etag), entry.byteCount == object.byteCount,
      let file = try FileSystem.status(path(of: object.key))
    else { return false }
    return file.kind == .regular && file.byteCount == object.byteCount
  }

  /// Where the object with a key is, or will be.
  package func path(of key: String) -> String { "\(root)/\(key)" }

  /// Fetches an object and remembers its length and tag. What an earlier call has begun is
  /// continued.
  ///
  /// - Parameters:
  ///   - key: the object's key.
  ///   - expected: the object as it was listed; nil if it was not, and then the error says why.
  ///   - progress: called with each part that arrives; must return at once.
  package func fetch(
    _ key: String, _ expected: S3Object?, from bucket: String,
    with downloader: AsyncS3Downloader,
    progress: (@Sendable (DownloadProgress) -> Void)? = nil
  ) async throws(DownloadError) -> DownloadedFile {
    if let expected {
      try await remember(key, in: bucket) { () throws(SystemError) in
        if try FileSystem.statusOfEntry(path(of: key)) == nil {
          try record.append(
            .init(
              key: key, etag: expected.etag, byteCount: expected.byteCount))
        }
      }
    }
    let file = try await downloader.downloadToFile(
      bucket, key, path(of: key), progress: progress)
    try await remember(key, in: bucket) { () throws(SystemError) in
      try record.append(
        .init(key: key, etag: file.etag, byteCount: file.byteCount))
    }
    return file
  }

  private func remember(
    _ key: String, in bucket: String, _ body: @escaping @Sendable () throws(SystemError) -> Void
  ) async throws(DownloadError) {
    do throws(SystemError) {
      try await Workers.blocking(body)
    } catch {
      throw DownloadError(
        .ioError, bucket: bucket, key: key, message: "\(error)",
        remedy: "free the place, or choose another folder")
    }
  }
}

extension BucketMirror {
  /// The beginnings of keys whose listings have all of `keys`: that of the month of a key, or that
  /// of the year if several of its months are asked for. So there is a listing for each year at
  /// most, of one page.
  package static func prefixes(of keys: [KeyMetadata]) -> [String] {
    var months: [ExactText: Set<Int>] = [:]
    var years: [String] = []
    for key in keys {
      let year = "\(key.dataType.keyPrefix)/\(key.date.yearText)/"
      if months[ExactText(year)] == nil { years.append(year) }
      months[ExactText(year), default: []].insert(key.date.month)
    }
    return years.map { year in
      guard let only = months[ExactText(year)]?.first, months[ExactText(year)]?.count == 1 else {
        return year
      }
      return "\(year)\(only < 10 ? "0" : "")\(only)/"
    }
  }
}
