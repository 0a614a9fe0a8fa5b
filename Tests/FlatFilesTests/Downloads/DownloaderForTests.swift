import BarLakeBytes
import BarLakeFlatFileServers
import BarLakeTestSupport
import FlatFiles

/// A downloader with small parts, so that small objects have many, which does not wait between
/// attempts.
enum DownloaderForTests {
  static let partByteCount = 16 << 10

  static func make(
    _ endpoint: String, credentials: S3Credentials = SignedRequest.credentials,
    _ change: (inout TransferOptions) -> Void = { _ in }
  ) throws -> AsyncS3Downloader {
    var options = TransferOptions()
    options.partByteCount = partByteCount
    options.streamPartByteCount = partByteCount
    options.streamWindowByteCount = 3 * partByteCount
    options.sleep = { _ in }
    change(&options)
    return try AsyncS3Downloader(credentials, endpointURL: endpoint, options: options)
  }
}

/// The file that a download is to make.
struct FinalFile {
  private let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("object.bin")
  }

  /// What is there under the final name; nil if nothing is.
  func content() throws -> [UInt8]? {
    try FileSystem.status(path) == nil ? nil : try FileSystem.read(path)
  }

  /// The path of the hidden file beside it whose name ends with `suffix`.
  func hidden(_ suffix: String) -> String { folder.path(".object.bin\(suffix)") }

  /// The names in its folder.
  func names() throws -> [String] { try FileSystem.names(in: folder.path) }

  func put(_ bytes: [UInt8]) throws { try FileSystem.write(bytes, to: path) }
}
