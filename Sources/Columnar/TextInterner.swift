internal import BarLakeBytes

/// Gives each distinct text a code, from 0 in the order of first appearance.
package struct TextInterner: Sendable {
  package private(set) var dictionary = StringValues()
  private var table = TextTable()

  package init() {}

  /// The code of the bytes `start..<end` of `text`.
  package mutating func code(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int32 {
    let hash = TextBytes.hash(text, start..<end)
    if let code = table.number(
      hash: hash, where: { dictionary.equals($0, text, start, end) })
    {
      return Int32(code)
    }
    dictionary.append(text.extracting(start..<end))
    table.append(hash: hash)
    return Int32(dictionary.count - 1)
  }
}
