import BarLakeBytes
import BarLakeParquetFormat
import BarLakeParquetReading
import Testing

/// The committed Parquet files of other implementations.
enum Fixtures {
  static let folder: String = {
    var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    parts.removeLast(3)
    return parts.joined(separator: "/") + "/Fixtures/parquet"
  }()

  /// The files' names without their ending.
  static let names: [String] = {
    let names = (try? FileSystem.names(in: folder)) ?? []
    return names.filter { $0.hasSuffix(".parquet") }.map { String($0.dropLast(8)) }
  }()

  static func path(_ name: String) -> String { "\(folder)/\(name).parquet" }

  static func bytes(_ name: String) throws -> [UInt8] { try FileSystem.read(path(name)) }
}

/// Reads all that there is in a file; the error of the first part that cannot be read.
func readEverything(_ bytes: [UInt8]) -> ParquetReadingError? {
  do throws(ParquetReadingError) {
    let file = try ParquetFile(bytes: bytes)
    _ = try FileReport(file).text
    for index in file.metadata.rowGroups.indices { _ = try file.readRowGroup(index) }
    return nil
  } catch {
    return error
  }
}
