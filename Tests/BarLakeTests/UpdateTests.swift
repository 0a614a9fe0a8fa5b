import BarLake
import BarLakeBytes
import BarLakeTestSupport
import Testing

/// What `on_existing: update` does with a date that is done.
@Suite struct UpdateTests {
  private let lake: Lake

  init() throws {
    lake = try Lake()
  }

  private static let update: [String: ConfigValue] = ["on_existing": "update"]
  private static let first = [UInt8]("\(Bars.header)\n\(Bars.line("A"))\n".utf8)
  /// Of the same length.
  private static let second = [UInt8]("\(Bars.header)\n\(Bars.line("B"))\n".utf8)
  private static let longer = [UInt8]("\(Bars.header)\n\(Bars.line("A"))\n\n".utf8)

  private func update(
    _ data: ByteSource, by entry: Entry = .polars, symbols: [String]? = nil
  ) throws(IngestError) -> IngestResult {
    try lake.ingest(data, by: entry, config: Self.update, symbols: symbols)
  }

  private func manifest() throws -> Manifest {
    try ManifestText.manifest(try lake.read(Lake.manifest()))
  }

  /// An object of a service, whose version is known before it is read, or only then; without a tag
  /// it is a stream of which nothing is known, as of a pipe.
  private struct Object: ByteStream {
    var bytes: [UInt8]
    var etag: String?
    var isListed = true
    var readCount = Monitor(0)

    var found: SourceVersion? {
      etag.map { SourceVersion(key: "a.csv", etag: $0, byteCount: bytes.count) }
    }
    var version: SourceVersion? { isListed ? found : nil }

    func open() -> any ByteStreamReader {
      readCount.withLock { $0 += 1 }
      return Reader(self)
    }

    final class Reader: ByteStreamReader {
      private let object: Object
      private let position = Monitor(0)
      var version: SourceVersion? { object.found }

      init(_ object: Object) {
        self.object = object
      }

      func read(upTo byteCount: Int, cancellation: Cancellation?) -> [UInt8] {
        let bytes = object.bytes
        return position.withLock { position in
          let part = bytes[position..<min(position + byteCount, bytes.count)]
          position = part.endIndex
          return Array(part)
        }
      }
    }
  }

  @Test(arguments: Entry.allCases)
  func `a date is replaced exactly if its source has other bytes`(_ entry: Entry) throws {
    #expect(try update(.bytes(Self.first), by: entry).status == .success)
    let file = try lake.read(Lake.file())
    let same = try update(.bytes(Self.first), by: entry)
    #expect(same.status == .skipped && same.reason == .outputExists)
    #expect(try update(.bytes(Self.second), by: entry).status == .success)
    #expect(try lake.read(Lake.file()) != file)
    #expect(try manifest().source?.sha256 == SHA256Digest.of(Self.second.span).hexadecimal)
    #expect(try update(.bytes(Self.longer), by: entry).status == .success)
    #expect(try lake.remains() == [])
  }

  @Test func `a file is read for its SHA-256, whatever its name and time`() throws {
    let folder = try TemporaryFolder()
    _ = try update(.file(folder.write(Self.first, to: "a.csv")))
    let copy = try folder.write(Self.first, to: "b.csv")
    #expect(try update(.file(copy)).status == .skipped)
    try FileSystem.write(Self.second, to: copy)
    #expect(try update(.file(copy)).status == .success)
  }

  @Test(arguments: Entry.allCases)
  func `what can be read only once is read, and published only if it is other`(
    _ entry: Entry
  ) throws {
    _ = try update(.bytes(Self.first))
    let manifest = try lake.read(Lake.manifest())
    for (bytes, status) in [(Self.first, IngestResult.Status.skipped), (Self.second, .success)] {
      let result = try update(.stream(Object(bytes: bytes)), by: entry)
      #expect(result.status == status)
      #expect(result.reason == (status == .skipped ? .outputExists : nil))
      #expect(try lake.read(Lake.manifest()) == manifest || status == .success)
    }
    #expect(try lake.read(Lake.manifest()) != manifest)
    #expect(try lake.remains() == [])
  }

  @Test func `an object is compared by its tag, and read only if that is other`() throws {
    let object = Object(bytes: Self.first, etag: "\"1\"")
    #expect(try update(.stream(object)).status == .success)
    let source = try #require(try manifest().source)
    #expect(source.key == "a.csv" && source.etag == "\"1\"")
    #expect(try update(.stream(object)).status == .skipped)
    #expect(object.readCount.withLock { $0 } == 1)
    // Other bytes of the same length; and the same bytes with another tag, which stays known.
    let other = Object(bytes: Self.second, etag: "\"2\"")
    #expect(try update(.stream(other)).status == .success)
    let again = Object(bytes: Self.second, etag: "\"3\"")
    #expect(try update(.stream(again)).status == .success)
    #expect(try manifest().source?.etag == "\"3\"")
    // One whose tag only a reading shows is read.
    let unlisted = Object(bytes: Self.second, etag: "\"4\"", isListed: false)
    #expect(try update(.stream(unlisted)).status == .success)
    #expect(try manifest().source?.etag == "\"4\"")
  }

  @Test func `a skip says that an object has another tag`() throws {
    _ = try lake.ingest(.stream(Object(bytes: Self.first, etag: "\"1\"")))
    let same = try lake.ingest(.stream(Object(bytes: Self.first, etag: "\"1\"")))
    #expect(same.reason == .outputExists)
    let other = try lake.ingest(.stream(Object(bytes: Self.second, etag: "\"2\"")))
    #expect(other.reason == .sourceChanged)
  }

  @Test func `a date is replaced only with the symbols that it has`() throws {
    func isConflict(_ bytes: [UInt8], _ symbols: [String]?) -> Bool {
      do {
        _ = try update(.bytes(bytes), symbols: symbols)
        return false
      } catch {
        return error.code == .outputConflict && error.message.contains("overwrite")
      }
    }
    _ = try update(.bytes(Self.first), symbols: ["A", "B"])
    let manifest = try lake.read(Lake.manifest())
    #expect(isConflict(Self.second, nil) && isConflict(Self.second, ["A"]))
    #expect(isConflict(Self.second, ["A", "B", "C"]) && isConflict(Self.first, nil))
    #expect(try lake.read(Lake.manifest()) == manifest)
    // If nothing is to be replaced, fewer symbols may be asked for.
    #expect(try update(.bytes(Self.first), symbols: ["A"]).status == .skipped)
    #expect(try update(.bytes(Self.second), symbols: ["B", "A"]).status == .success)
  }

  @Test func `a date that was adopted stays`() throws {
    _ = try update(.bytes(Self.first))
    var manifest = try manifest()
    (manifest.source, manifest.adopted, manifest.plainTextChunks) = (nil, .own, nil)
    try lake.put(ManifestText.bytes(manifest), at: Lake.manifest())
    let result = try update(.bytes(Self.second))
    #expect(result.status == .skipped && result.reason == .outputExists)
  }

  @Test func `a date that is not done is ingested as ever`() throws {
    #expect(throws: IngestError.self) { try update(Bars.wrong) }
    #expect(try update(Bars.few).records == 3)
    try lake.remove(Lake.file())
    #expect(try update(Bars.few).status == .success)
  }
}
