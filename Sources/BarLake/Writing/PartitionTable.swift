internal import BarLakeBytes
internal import BarLakeColumnar
internal import BarLakeSpill

/// The partitions of a date, and where their rows wait.
struct PartitionTable: Sendable {
  /// The largest number of partitions of a date. With names of 255 bytes, the manifest of so many
  /// is just small enough to be read again (``LakeFiles/contentByteLimit``).
  ///
  /// Source: `docs/spec.md`, PART-3.8.
  static let limit = 131_072

  private var interner = TextInterner()
  /// The last segment of each partition.
  private var last: [Range<Int>] = []
  /// The number of segments of each partition.
  private var segmentCounts: [Int32] = []

  var count: Int { last.count }

  /// Whether there are more partitions than a date may have.
  var isOverfull: Bool { count > Self.limit }

  /// Adds the next segment of the partition `values[value]`. Returns the partition's previous
  /// segment, or an empty range if there is none.
  mutating func append(_ values: StringValues, _ value: Int, _ segment: Range<Int>) -> Range<Int> {
    let text = values.range(value)
    let partition = Int(interner.code(values.bytes.span, text.lowerBound, text.upperBound))
    guard partition < last.count else {
      last.append(segment)
      segmentCounts.append(1)
      return 0..<0
    }
    defer { last[partition] = segment }
    segmentCounts[partition] += 1
    return last[partition]
  }

  /// The value of partition `number`, from 0 in the order of first appearance.
  func value(_ number: Int) -> [UInt8] {
    Array(interner.dictionary.bytes[interner.dictionary.range(number)])
  }

  /// The ranges of the segments of partition `number`, in the order of the input.
  func segments(_ number: Int, in spills: StoredSpills) throws(SystemError) -> [Range<Int>] {
    var segment = last[number]
    var segments = [segment]
    for _ in 1..<Int(segmentCounts[number]) {
      let head = try spills.read(
        segment.lowerBound..<segment.lowerBound + SegmentHead.byteCount)
      segment = SegmentHead(head.span).previous
      segments.append(segment)
    }
    return segments.reversed()
  }
}
