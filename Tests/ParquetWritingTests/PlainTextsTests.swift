import BarLakeBytes
import BarLakeColumnar
import BarLakeParquetWriting
import Testing

@Suite struct PlainTextsTests {
  /// Source: parquet-format `Encodings.md`, "Plain": four bytes of length, then the text.
  private func encoded(_ texts: [String]) -> [UInt8] {
    texts.flatMap { [UInt8($0.utf8.count), 0, 0, 0] + Array($0.utf8) }
  }

  private func bytes(_ texts: PlainTexts) -> [UInt8] {
    Array(texts.bytes.storage[..<texts.bytes.count])
  }

  private static let texts = ["", "abc", "abcdefgh", "abc", "abcdefghijklmnopq"]

  @Test func `texts come after their lengths, one at a time or some rows at once`() {
    let values = StringValues(Self.texts)
    var (single, rows, codes) = (PlainTexts(), PlainTexts(), PlainTexts())
    for index in 0..<values.count { single.append(values.bytes.span, values.range(index)) }
    rows.append(values, 0..<2, nil)
    rows.append(values, 2..<5, nil)
    let dictionary = DictionaryValues(
      codes: [1, 0, 2, 0, 3], dictionary: StringValues(["abc", "", "abcdefgh", Self.texts[4]]))
    codes.append(dictionary, 0..<5, nil)
    for found in [single, rows, codes] {
      #expect(bytes(found) == encoded(Self.texts))
      #expect(found.count == 5)
      #expect(found.range(1) == 8..<11 && found.encodedRange(1) == 4..<11)
      #expect(found.encodedRange(1..<3) == 4..<23)
      #expect(found.areEqual(1, 3) && !found.areEqual(1, 2) && !found.areEqual(0, 1))
    }
  }

  @Test func `nulls leave nothing`() {
    let isValid = [false, true, false, true, true]
    let validity = isValid.reduce(into: Validity()) { $0.append($1) }
    var texts = PlainTexts()
    texts.append(StringValues(Self.texts), 0..<5, validity)
    #expect(bytes(texts) == encoded(["abc", "abc", Self.texts[4]]))
    texts.removeLast()
    #expect(bytes(texts) == encoded(["abc", "abc"]) && texts.count == 2)
    texts.removeAll()
    #expect(bytes(texts) == [] && texts.count == 0)
  }
}
