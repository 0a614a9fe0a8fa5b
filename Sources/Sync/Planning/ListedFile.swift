package import BarLake

/// A flat file that a source has: an object of the bucket, or a file of a folder.
package struct ListedFile: Equatable, Sendable {
  /// The data type of its bars.
  package var dataType: MarketDataType
  /// The day of its bars.
  package var date: CalendarDate
  /// The key of the object, or the path of the file from the folder on.
  package var key: String
  /// The length in bytes.
  package var byteCount: Int
  /// The tag of the object, as the listing writes it; nil of a file of a folder.
  package var etag: String?

  package init(
    dataType: MarketDataType, date: CalendarDate, key: String, byteCount: Int, etag: String? = nil
  ) {
    self.dataType = dataType
    self.date = date
    self.key = key
    self.byteCount = byteCount
    self.etag = etag
  }
}
