import BarLake
import BarLakeBytes
import BarLakeTestSupport

/// Inputs as bytes, and the flat files of this repository.
enum Inputs {
  static func bytes(_ source: ByteSource) throws -> [UInt8] {
    var reader = try ByteReader(source)
    var buffer = ByteBuffer()
    while try reader.read(into: &buffer, upTo: 1 << 20) > 0 {}
    return Array(buffer.storage[..<buffer.count])
  }

  /// The source in a gzip member of its own.
  static func gzip(_ source: ByteSource) throws -> ByteSource {
    .bytes(GzipDeflater.deflate(try bytes(source)))
  }

  /// The source without its gzip wrapper, if it has one.
  static func plain(_ source: ByteSource) throws -> ByteSource {
    let bytes = try bytes(source)
    guard GzipInflater.isGzip(bytes, count: bytes.count) else { return .bytes(bytes) }
    var (input, output) = (ByteBuffer(), ByteBuffer())
    input.append(bytes, 0..<bytes.count)
    var inflater = GzipInflater()
    var position = 0
    while try inflater.inflate(input, from: &position, into: &output, upTo: 1 << 20) > 0 {}
    try inflater.finish()
    return .bytes(Array(output.storage[..<output.count]))
  }

  /// A committed flat file.
  struct FlatFile: Sendable, CustomStringConvertible {
    let type: MarketDataType
    let name: String

    var path: String { "\(Repository.root)/Fixtures/raw/\(type.rawValue)/\(name)" }
    var date: String { String(name.prefix(10)) }
    var description: String { "\(type.rawValue)/\(name)" }
  }

  /// The committed samples of real days, of every data type.
  static let flatFiles: [FlatFile] = MarketDataType.allCases.flatMap { type in
    let folder = "\(Repository.root)/Fixtures/raw/\(type.rawValue)"
    let names = (try? FileSystem.names(in: folder)) ?? []
    return names.map { FlatFile(type: type, name: $0) }
  }
}
