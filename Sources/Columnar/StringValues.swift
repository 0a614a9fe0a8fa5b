internal import BarLakeBytes

/// Texts laid end to end, with the offset at which each ends.
///
/// Source: Arrow `format/Columnar.rst`, "Variable-size Binary Layout" (32-bit offsets).
public struct StringValues: Hashable, Sendable {
  /// `count + 1` offsets into `bytes`; the first is 0.
  public private(set) var offsets: [Int32]
  /// The texts, back to back; UTF-8 if the column's type is text.
  public private(set) var bytes: [UInt8]

  /// No texts.
  public init() {
    offsets = [0]
    bytes = []
  }

  /// The texts of `values`, in order.
  public init(_ values: some Sequence<String>) {
    self.init()
    for value in values { append(Array(value.utf8).span) }
  }

  /// Makes texts from their bytes, in order.
  package init(texts: [[UInt8]]) {
    self.init()
    for text in texts { append(text.span) }
  }

  /// Makes texts from their offsets into `bytes`. There is one more offset than texts, and the
  /// first is 0.
  init(offsets: [Int32], bytes: [UInt8]) {
    self.offsets = offsets
    self.bytes = bytes
  }

  /// The number of texts.
  public var count: Int { offsets.count - 1 }

  /// Where text `index` (from 0) lies in `bytes`.
  public func range(_ index: Int) -> Range<Int> {
    Int(offsets[index])..<Int(offsets[index + 1])
  }

  /// Text `index` (from 0), for display and for comparison by people: malformed UTF-8 is repaired.
  /// Compare bytes through ``range(_:)``.
  public subscript(index: Int) -> String {
    String(decoding: bytes[range(index)], as: UTF8.self)
  }

  /// Appends one text. The caller checks that all texts together stay below 2 GiB.
  public mutating func append(_ text: borrowing Span<UInt8>) {
    bytes.append(copying: text)
    offsets.append(Int32(bytes.count))
  }
}

extension StringValues {
  /// Whether text `index` (from 0) is the bytes `start..<end` of `other`.
  @inline(__always)
  package func equals(_ index: Int, _ other: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    TextBytes.areEqual(bytes.span, range(index), other, start..<end)
  }
}
