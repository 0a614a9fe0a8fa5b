internal import BarLakeBytes

/// How far a call is that fetches several objects.
package struct MirrorTally: Sendable {
  /// Objects that are whole.
  package private(set) var fileCount = 0
  /// All objects that are to be fetched.
  package let totalFileCount: Int
  /// Bytes that are there, those of earlier calls included.
  package private(set) var byteCount = 0
  /// Bytes that this call has fetched.
  package private(set) var fetchedByteCount = 0
  /// Bytes of all objects, by their listing.
  package private(set) var totalByteCount: Int
  /// How fast bytes arrive.
  package private(set) var rate = TransferRate()
  private var arrived: [ExactText: DownloadProgress] = [:]
  private let listed: [ExactText: Int]

  package init(_ objects: [S3Object]) {
    totalFileCount = objects.count
    totalByteCount = objects.reduce(0) { $0 + $1.byteCount }
    var listed: [ExactText: Int] = [:]
    for object in objects { listed[ExactText(object.key)] = object.byteCount }
    self.listed = listed
  }

  /// Notes how far an object is.
  package mutating func note(_ progress: DownloadProgress, of key: String, seconds: Double) {
    let key = ExactText(key)
    // The object may have been replaced by one of another length since it was listed.
    let earlier = arrived[key]
    totalByteCount += progress.totalByteCount - (earlier?.totalByteCount ?? listed[key] ?? 0)
    byteCount += progress.byteCount - (earlier?.byteCount ?? 0)
    fetchedByteCount += progress.fetchedByteCount - (earlier?.fetchedByteCount ?? 0)
    arrived[key] = progress
    rate.add(byteCount: fetchedByteCount, seconds: seconds)
  }

  /// Notes that an object is whole.
  package mutating func noteEnd() { fileCount += 1 }

  /// The seconds until all is there; nil if that is not known.
  package var secondsLeft: Double? { rate.secondsLeft(byteCount: totalByteCount - byteCount) }
}

extension MirrorTally {
  /// The state as a line for people.
  package var text: String {
    let size = "\(ByteCountText.text(byteCount)) of \(ByteCountText.text(totalByteCount))"
    var parts = ["\(fileCount) of \(totalFileCount) files", size]
    if let rate = rate.bytesPerSecond { parts.append("\(ByteCountText.text(Int(rate)))/s") }
    if let seconds = secondsLeft { parts.append(DurationText.text(seconds) + " left") }
    return parts.joined(separator: "  ")
  }
}
