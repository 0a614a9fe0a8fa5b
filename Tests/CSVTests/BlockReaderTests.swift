import BarLakeBytes
import BarLakeCSV
import Testing

@Suite struct BlockReaderTests {
  /// The blocks of a source, and what the reader knows at its end.
  private struct Read {
    var blocks: [[UInt8]] = []
    var offsets: [Int] = []
    var isGzip = false
    var hasEndedLine = false
    var digest = ""
    var sourceByteCount = 0

    init(_ bytes: [UInt8]) throws {
      var reader = try BlockReader(.bytes(bytes), cancellation: nil)
      while let block = try reader.next(reusing: ByteBuffer()) {
        blocks.append(Array(block.buffer.storage[..<block.buffer.count]))
        offsets.append(block.inputOffset)
        let bytes = blocks[blocks.count - 1]
        // Those of what was carried to the next block may be among them.
        #expect(block.traits.isSuperset(of: ByteTraits.plainlyOf(bytes.span, bytes.indices)))
      }
      (isGzip, hasEndedLine) = (reader.isGzip, reader.hasEndedLine)
      (digest, sourceByteCount) = (reader.sourceRecord.sha256, reader.sourceByteCount)
    }
  }

  /// Lines of many lengths, `byteCount` bytes or a few more.
  private func lines(_ byteCount: Int) -> [UInt8] {
    var text: [UInt8] = []
    var number = 0
    while text.count < byteCount {
      text += Array("T\(number),".utf8) + [UInt8](repeating: 0x61, count: number % 300) + [0x0A]
      number += 1
    }
    return text
  }

  @Test func `blocks are whole records and together the input`() throws {
    let text = lines(5 * BlockReader.usualBlockByteCount / 2)
    for source in [text, GzipDeflater.deflate(text)] {
      let read = try Read(source)
      #expect(read.blocks.count == 3)
      #expect(Array(read.blocks.joined()) == text)
      #expect(read.blocks.allSatisfy { $0.last == 0x0A })
      #expect(
        read.offsets == [0, read.blocks[0].count, read.blocks[0].count + read.blocks[1].count])
      #expect(read.isGzip == (source != text))
      #expect(read.hasEndedLine)
      #expect(read.sourceByteCount == source.count)
    }
  }

  @Test func `the digest is that of the source as it was handed in`() throws {
    // FIPS 180-2, appendix B.1.
    let read = try Read(Array("abc".utf8))
    #expect(read.digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(!read.hasEndedLine)
    #expect(read.blocks == [Array("abc".utf8)])
    let none = try Read([])
    #expect(none.blocks.isEmpty && none.hasEndedLine)
    #expect(none.digest == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test func `a record of quotes is not cut at the line ends in it`() throws {
    let quoted =
      [0x22] + lines(BlockReader.usualBlockByteCount - 100).filter { $0 != 0x22 } + [0x22, 0x0A]
    let text = Array("a\n".utf8) + quoted + lines(1_000)
    let read = try Read(text)
    #expect(Array(read.blocks.joined()) == text)
    // No cut lies inside of the quotes.
    let inside = 3..<(2 + quoted.count - 1)
    #expect(read.offsets.allSatisfy { !inside.contains($0) })
  }

  @Test func `what is longer than any record comes in a block all the same`() throws {
    let text = [UInt8](repeating: 0x61, count: 5 << 20)
    let read = try Read(text)
    #expect(Array(read.blocks.joined()) == text)
    #expect(read.blocks.allSatisfy { $0.count <= 4 * Dialect.recordByteCountLimit })
  }

  @Test func `a gzip file that is cut off is an error, and again when asked again`() throws {
    let whole = GzipDeflater.deflate(Array("a\nb\n".utf8))
    var reader = try BlockReader(.bytes(Array(whole.dropLast())), cancellation: nil)
    for _ in 0..<2 {
      var isDamaged = false
      do {
        while try reader.next(reusing: ByteBuffer()) != nil {}
      } catch {
        if case .gzip = error { isDamaged = true }
      }
      #expect(isDamaged)
    }
    var drained = try BlockReader(.bytes(whole), cancellation: nil)
    try drained.drain()
    #expect(drained.sourceByteCount == whole.count)
  }
}
