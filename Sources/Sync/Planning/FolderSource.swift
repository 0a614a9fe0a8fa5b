internal import BarLake
internal import BarLakeBytes
internal import BarLakeDateBatches

/// A folder of flat files, such as a copy of the bucket.
package struct FolderSource: Sendable {
  /// The path of the folder.
  package let root: String

  package init(root: String) {
    self.root = root
  }

  /// What the folder has of a data type from the day `first` to the day `last`.
  ///
  /// - Parameter others: the other data types that the call asks for.
  /// - Throws: `io_error` if the folder cannot be read, or if `cancellation` asks to stop.
  func listing(
    of dataType: MarketDataType, besides others: [MarketDataType], from first: CalendarDate,
    through last: CalendarDate, cancellation: Cancellation?
  ) throws(IngestError) -> FlatFileListing {
    do throws(SystemError) {
      // Something else than a folder would be one input, and not a place of many.
      _ = try FileSystem.names(in: root)
    } catch {
      throw .io(error, root: "")
    }
    let inputs = try BatchInputs(
      [root], dataType: dataType, besides: others, cancellation: cancellation)
    var listing = FlatFileListing()
    listing.notes = inputs.notes
    for (input, byteCount) in zip(inputs.inputs, inputs.byteCounts) {
      switch input {
      case .refused(let error):
        let date = error.date.flatMap { try? CalendarDate($0) }
        if date.map((first...last).contains) ?? true { listing.refused.append(error) }
      case .date(let text, let source):
        guard let date = try? CalendarDate(text), (first...last).contains(date),
          case .file(let path) = source
        else { continue }
        // A file that is gone, or is none, is an error of its ingest.
        listing.files.append(
          ListedFile(
            dataType: dataType, date: date, key: path.dropping(prefix: prefix) ?? path,
            byteCount: byteCount ?? 0))
      }
    }
    return listing
  }

  /// The path of a file with this key.
  func path(of key: String) -> String { key.begins(with: "/") ? key : prefix + key }

  private var prefix: String { root.ends(with: "/") ? root : root + "/" }
}
