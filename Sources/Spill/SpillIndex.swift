package import BarLakeBytes
internal import BarLakeColumnar

/// The keys of an ingest, and where the rows of each wait. A key knows its last segment, and each
/// segment knows the one before.
package struct SpillIndex: Sendable {
  private var interner = TextInterner()
  /// The last segment of each key.
  private var last: [Range<Int>] = []
  /// The number of segments of each key.
  private var segmentCounts: [Int32] = []

  package init() {}

  /// The number of keys.
  package var count: Int { last.count }

  /// Adds the segments of `spill`, whose first byte has the place `start` among the bytes of all
  /// spills, and links each to the one before it. Stops when there are more than `keyLimit` keys.
  package mutating func append(_ spill: inout EncodedSpill, at start: Int, keyLimit: Int) {
    for segment in spill.segments {
      if count > keyLimit { return }
      let place = start + segment.range.lowerBound
      let previous = append(
        spill.keys, segment.key, place..<place + segment.range.count)
      SegmentHead.link(&spill.bytes, at: segment.range.lowerBound, to: previous)
    }
  }

  /// Adds the next segment of the key `values[value]`. Returns the key's previous segment, or an
  /// empty range if there is none.
  private mutating func append(
    _ values: StringValues, _ value: Int, _ segment: Range<Int>
  ) -> Range<Int> {
    let text = values.range(value)
    let key = Int(interner.code(values.bytes.span, text.lowerBound, text.upperBound))
    guard key < last.count else {
      last.append(segment)
      segmentCounts.append(1)
      return 0..<0
    }
    defer { last[key] = segment }
    segmentCounts[key] += 1
    return last[key]
  }

  /// The value of key `number`, from 0 in the order of first appearance.
  package func value(_ number: Int) -> [UInt8] {
    Array(interner.dictionary.bytes[interner.dictionary.range(number)])
  }

  /// The ranges of the segments of key `number`, in the order of the input.
  package func segments(
    _ number: Int, in spills: StoredSpills
  ) throws(SystemError) -> [Range<Int>] {
    var segment = last[number]
    var segments = [segment]
    for _ in 1..<Int(segmentCounts[number]) {
      segment = try spills.read(
        segment.lowerBound..<segment.lowerBound + SegmentHead.byteCount
      ) { SegmentHead($0).previous }
      segments.append(segment)
    }
    return segments.reversed()
  }
}
