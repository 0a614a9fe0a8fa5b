internal import BarLake
internal import BarLakeBytes
package import FlatFiles
internal import LakeInspection

/// A bucket of flat files.
package struct BucketSource: Sendable {
  package let downloader: AsyncS3Downloader
  /// Where the objects are.
  package let place: BucketPlace

  package init(_ downloader: AsyncS3Downloader, at place: BucketPlace) {
    self.downloader = downloader
    self.place = place
  }

  /// What the bucket has of a data type. There is a listing for each year at most, several at once.
  ///
  /// Before ``TradingCalendar/firstDay`` the vendor has nothing, so nothing is asked for.
  func listing(
    of dataType: MarketDataType, from first: CalendarDate, through last: CalendarDate
  ) async throws(DownloadError) -> FlatFileListing {
    var listing = FlatFileListing()
    let first = max(first, TradingCalendar.firstDay)
    guard first <= last else { return listing }
    let days = (first.daysSinceEpoch...last.daysSinceEpoch).map { day in
      KeyMetadata(dataType: dataType, date: CalendarDate(daysSinceEpoch: day))
    }
    for object in try await objects(below: BucketMirror.prefixes(of: days)) {
      switch FlatFileKey(object.key) {
      case .bars(let metadata)? where metadata.dataType == dataType:
        guard (first...last).contains(metadata.date) else { continue }
        listing.files.append(
          ListedFile(
            dataType: dataType, date: metadata.date, key: object.key, byteCount: object.byteCount,
            etag: object.etag))
      case .unsupported(let other)?: listing.unsupported.append((object.key, other.reason))
      case .bars?, nil:
        // Some services list folders as objects without bytes.
        if object.key.ends(with: "/") { continue }
        listing.unsupported.append((object.key, "its name is none of a flat file"))
      }
    }
    return listing
  }

  private func objects(below prefixes: [String]) async throws(DownloadError) -> [S3Object] {
    let (downloader, bucket) = (downloader, place.bucket)
    let results = await withTaskGroup(of: Result<[S3Object], DownloadError>.self) { group in
      for prefix in prefixes {
        group.addTask {
          do throws(DownloadError) {
            return .success(try await downloader.listObjects(bucket, prefix: prefix))
          } catch {
            return .failure(error)
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    var objects: [S3Object] = []
    for result in results { objects += try result.get() }
    return objects
  }

  /// The file as the bucket has it now; nil if it has none.
  func current(_ file: ListedFile) async throws(DownloadError) -> ListedFile? {
    let listed = try await downloader.listObjects(place.bucket, prefix: file.key)
    guard let object = listed.first(where: { $0.key.isSame(as: file.key) }) else { return nil }
    var current = file
    (current.byteCount, current.etag) = (object.byteCount, object.etag)
    return current
  }
}

/// Where objects are: the service and the bucket.
package struct BucketPlace: Codable, Equatable, Sendable {
  /// The URL of the service.
  package var endpoint: String
  package var bucket: String

  package init(endpoint: String, bucket: String) {
    self.endpoint = endpoint
    self.bucket = bucket
  }
}
