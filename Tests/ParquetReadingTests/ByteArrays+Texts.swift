import BarLakeParquetReading

extension ByteArrays {
  /// The values as texts.
  var texts: [String] { ranges.map { String(decoding: bytes[$0], as: UTF8.self) } }
}
