/// The encoding of a page's values or levels.
///
/// Source: `parquet.thrift`, `Encoding`.
package struct Encoding: FormatEnumeration {
  package let rawValue: Int32

  package init(rawValue: Int32) { self.rawValue = rawValue }

  package static let plain = Encoding(rawValue: 0)
  package static let plainDictionary = Encoding(rawValue: 2)
  package static let rle = Encoding(rawValue: 3)
  package static let bitPacked = Encoding(rawValue: 4)
  package static let deltaBinaryPacked = Encoding(rawValue: 5)
  package static let deltaLengthByteArray = Encoding(rawValue: 6)
  package static let deltaByteArray = Encoding(rawValue: 7)
  package static let rleDictionary = Encoding(rawValue: 8)
  package static let byteStreamSplit = Encoding(rawValue: 9)

  package static let names = [
    "PLAIN", "", "PLAIN_DICTIONARY", "RLE", "BIT_PACKED", "DELTA_BINARY_PACKED",
    "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY", "RLE_DICTIONARY", "BYTE_STREAM_SPLIT",
  ]
}
