import BarLakeBytes
import BarLakeTestSupport
import Testing

private let text = Array("one two three one two three".utf8)

@Suite struct SharedCodecTests {
  /// The suite runs on machines that have both libraries.
  private func zstd() throws -> SharedCodec { try #require(.zstd) }
  private func lz4() throws -> SharedCodec { try #require(.lz4) }

  @Test func `data of exactly the announced size is decompressed`() throws {
    for (codec, data) in [(try zstd(), zstdFrame(text)), (try lz4(), lz4Block(text))] {
      #expect(codec.decompress(data.span, byteCount: text.count) == text)
      for wrong in [0, text.count - 1, text.count + 1, 1 << 20] {
        #expect(codec.decompress(data.span, byteCount: wrong) == nil)
      }
      #expect(codec.decompress((data + [0]).span, byteCount: text.count) == nil)
      for length in 0..<data.count {
        #expect(codec.decompress(Array(data[..<length]).span, byteCount: text.count) == nil)
      }
    }
  }

  @Test func `data of no bytes is decompressed to none`() throws {
    let nothing: [UInt8] = []
    #expect(try zstd().decompress(zstdFrame(nothing).span, byteCount: 0) == nothing)
    #expect(try lz4().decompress(lz4Block(nothing).span, byteCount: 0) == nothing)
    #expect(try lz4().decompress(nothing.span, byteCount: 0) == nil)
  }

  @Test func `a library that is not there, or is another one, is none`() {
    #expect(SharedCodec(zstd: "libno-such-library.so.1") == nil)
    #expect(SharedCodec(lz4: "libno-such-library.so.1") == nil)
    #expect(SharedCodec(zstd: SharedCodec.lz4Library) == nil)
    #expect(SharedCodec(lz4: SharedCodec.zstdLibrary) == nil)
  }

  @Test func `threads share a codec`() async throws {
    let codecs = [(try zstd(), zstdFrame(text)), (try lz4(), lz4Block(text))]
    await withTaskGroup(of: Bool.self) { group in
      for number in 0..<64 {
        group.addTask {
          let (codec, data) = codecs[number % 2]
          return codec.decompress(data.span, byteCount: text.count) == text
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }
}
