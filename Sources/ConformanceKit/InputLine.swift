internal import BarLakeBytes

/// Finds the lines of records in a well-formed input.
package enum InputLine {
  /// The physical line, from 1, on which the record starts, and its text, or nil if there is none.
  package static func find(
    _ record: RecordReference, in input: [UInt8]
  ) -> (number: Int, text: String)? {
    let ticker = Array(record.ticker.utf8)
    var left = record.number
    var line = 1
    var start = 0
    while start < input.count {
      var end = start
      var isQuoted = false
      while end < input.count, isQuoted || input[end] != 0x0A && input[end] != 0x0D {
        if input[end] == UInt8(ascii: "\"") { isQuoted.toggle() }
        end += 1
      }
      let text = input[start..<end]
      if fields(of: text).contains(where: { $0 == ticker }) {
        if left == 0 { return (line, String(decoding: text, as: UTF8.self)) }
        left -= 1
      }
      let isPair = end + 1 < input.count && input[end] == 0x0D && input[end + 1] == 0x0A
      line += text.count { $0 == 0x0A } + 1
      start = end + (isPair ? 2 : 1)
    }
    return nil
  }

  /// The fields of a record, without their quotes.
  private static func fields(of record: ArraySlice<UInt8>) -> [[UInt8]] {
    var fields: [[UInt8]] = [[]]
    var isQuoted = false
    for byte in record {
      if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if byte == UInt8(ascii: ","), !isQuoted {
        fields.append([])
      } else {
        fields[fields.count - 1].append(byte)
      }
    }
    return fields
  }
}
