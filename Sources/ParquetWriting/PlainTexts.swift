package import BarLakeBytes
package import BarLakeColumnar

/// Texts in PLAIN encoding, each after its length in four bytes, and the position of each. The
/// memory is reused.
///
/// Source: parquet-format `Encodings.md`, "Plain" (BYTE_ARRAY).
package struct PlainTexts: Sendable {
  /// The encoded texts.
  package private(set) var bytes = ByteBuffer()
  /// The position of each text's length; the last element is the end of the bytes.
  private var starts: [Int] = [0]

  package init() {}

  /// The number of texts.
  package var count: Int { starts.count - 1 }

  /// The range of text `index` (from 0) with its length in ``bytes``.
  @inline(__always)
  package func encodedRange(_ index: Int) -> Range<Int> { starts[index]..<starts[index + 1] }

  /// The range of some encoded texts in ``bytes``.
  package func encodedRange(_ range: Range<Int>) -> Range<Int> {
    starts[range.lowerBound]..<starts[range.upperBound]
  }

  /// The range of text `index` (from 0) in ``bytes``, without its length.
  @inline(__always)
  package func range(_ index: Int) -> Range<Int> { starts[index] + 4..<starts[index + 1] }

  /// Whether two of the texts are equal.
  package func areEqual(_ first: Int, _ second: Int) -> Bool {
    TextBytes.areEqual(bytes.storage.span, range(first), bytes.storage.span, range(second))
  }

  package mutating func removeAll() {
    bytes.removeAll()
    starts.removeAll(keepingCapacity: true)
    starts.append(0)
  }

  /// Removes the last text.
  package mutating func removeLast() {
    starts.removeLast()
    bytes.truncate(to: starts[starts.count - 1])
  }

  /// Appends the text `range` of `source`.
  package mutating func append(_ source: borrowing Span<UInt8>, _ range: Range<Int>) {
    bytes.write(upTo: 4 + range.count + 8) { target in
      Self.store(source, range, &target, 0)
    }
    starts.append(bytes.count)
  }

  /// Appends the texts of all rows of `rows` that are not null.
  package mutating func append(_ texts: StringValues, _ rows: Range<Int>, _ validity: Validity?) {
    append(texts, rows, validity, byteCount: texts.byteCount(rows)) { $0 }
  }

  /// Appends the texts that the rows `rows` show, without nulls.
  package mutating func append(
    _ values: DictionaryValues, _ rows: Range<Int>, _ validity: Validity?
  ) {
    var byteCount = 0
    for row in rows where validity?[row] ?? true {
      byteCount += values.dictionary.range(Int(values.codes[row])).count
    }
    append(values.dictionary, rows, validity, byteCount: byteCount) { Int(values.codes[$0]) }
  }

  /// Appends text `text(row)` of `texts` for each row that is not null. These texts take at most
  /// `byteCount` bytes, without lengths.
  @inline(__always)
  package mutating func append(
    _ texts: StringValues, _ rows: Range<Int>, _ validity: Validity?, byteCount: Int,
    _ text: (Int) -> Int
  ) {
    let source = texts.bytes.span
    let base = bytes.count
    bytes.write(upTo: byteCount + rows.count * 4 + 8) { target in
      var offset = 0
      for row in rows where validity?[row] ?? true {
        offset = Self.store(source, texts.range(text(row)), &target, offset)
        starts.append(base + offset)
      }
      return offset
    }
  }

  /// Stores a length and a text from byte `start` of `target` on, and returns the position after
  /// them. Up to seven bytes after them are overwritten.
  @inline(__always)
  private static func store(
    _ source: borrowing Span<UInt8>, _ range: Range<Int>, _ target: inout MutableSpan<UInt8>,
    _ start: Int
  ) -> Int {
    target.store(littleEndian: UInt32(range.count), at: start)
    var index = 0
    while index < range.count {
      target.store(
        littleEndianWord: TextBytes.word(source, range.lowerBound + index, range.count - index),
        at: start + 4 + index)
      index += 8
    }
    return start + 4 + range.count
  }
}

extension StringValues {
  /// The number of bytes of some texts together.
  fileprivate func byteCount(_ rows: Range<Int>) -> Int {
    Int(offsets[rows.upperBound]) - Int(offsets[rows.lowerBound])
  }
}
