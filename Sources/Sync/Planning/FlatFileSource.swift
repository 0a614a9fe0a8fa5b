package import BarLake
package import BarLakeBytes
internal import BarLakeCommandSupport
package import FlatFiles

/// Where flat files come from.
package enum FlatFileSource: Sendable {
  case bucket(BucketSource)
  case folder(FolderSource)

  /// Why a source could not be listed.
  package enum Failure: Error, Equatable {
    case folder(IngestError)
    case bucket(DownloadError)
  }

  /// The source in words.
  package var name: String {
    switch self {
    case .bucket(let source): "\(source.place.endpoint)/\(source.place.bucket)"
    case .folder(let source): source.root
    }
  }

  /// What the source has of a data type in a range of days. `others` are the other data types that
  /// the call asks for.
  func listing(
    of dataType: MarketDataType, besides others: [MarketDataType], from first: CalendarDate,
    through last: CalendarDate, cancellation: Cancellation
  ) throws(Failure) -> FlatFileListing {
    switch self {
    case .bucket(let source):
      let result = AsyncWork.wait(cancellation) { () async -> Result<_, DownloadError> in
        do throws(DownloadError) {
          return .success(try await source.listing(of: dataType, from: first, through: last))
        } catch {
          return .failure(error)
        }
      }
      do throws(DownloadError) {
        return try result.get()
      } catch {
        throw .bucket(error)
      }
    case .folder(let source):
      do throws(IngestError) {
        return try source.listing(
          of: dataType, besides: others, from: first, through: last, cancellation: cancellation)
      } catch {
        throw .folder(error)
      }
    }
  }

  /// Closes all connections.
  package func shutdown(_ cancellation: Cancellation) {
    guard case .bucket(let source) = self else { return }
    AsyncWork.wait(cancellation) { await source.downloader.shutdown() }
  }

  /// What is known of a listed file without opening it.
  func known(_ file: ListedFile, _ cancellation: Cancellation) throws(SystemError) -> KnownSource {
    switch self {
    case .bucket:
      KnownSource(
        SourceVersion(key: file.key, etag: file.etag ?? "", byteCount: file.byteCount))
    case .folder(let source):
      try KnownSource(.file(source.path(of: file.key)), cancellation: cancellation)
    }
  }
}

extension FlatFileSource.Failure: Encodable {
  /// The code, and what happened and can be done.
  package var text: String {
    switch self {
    case .folder(let error): "\(error.code.rawValue): \(error.message)"
    case .bucket(let error): error.description
    }
  }

  /// Whether the same call may succeed later without any change by the user.
  package var mayHelpToRetry: Bool {
    if case .bucket(let error) = self { error.mayHelpToRetry } else { false }
  }

  private enum CodingKeys: String, CodingKey {
    case code
    case mayHelpToRetry = "may_help_to_retry"
  }

  /// Encodes the keys of an error, and whether another attempt may help.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .folder(let error): try error.encode(to: encoder)
    case .bucket(let error):
      try IngestError(code: .ioError, message: "\(error.message); \(error.remedy)")
        .encode(to: encoder)
      try container.encode(error.code, forKey: .code)
    }
    try container.encode(mayHelpToRetry, forKey: .mayHelpToRetry)
  }
}
