/// The values of a page, or of a dictionary, as parts of some bytes.
package struct ByteArrays: Sendable {
  package var bytes: [UInt8]
  /// The range of each value in `bytes`, in the order of the rows.
  package var ranges: [Range<Int>]

  package init(bytes: [UInt8] = [], ranges: [Range<Int>] = []) {
    self.bytes = bytes
    self.ranges = ranges
  }
}
