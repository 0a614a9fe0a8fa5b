internal import BarLakeBytes

extension Permutation {
  /// The bytes of an input file, changed by this permutation. Input whose name ends in `.gz` is
  /// unchanged.
  package func transform(_ bytes: [UInt8], name: String) -> [UInt8] {
    if name.ends(with: ".gz") { return bytes }
    var bytes = bytes
    if quoting == .all { bytes = FieldQuoter.quoteAll(bytes) }
    switch lineEnding {
    case .asIs: break
    case .crlf:
      bytes = Array(bytes.lazy.flatMap { $0 == UInt8(ascii: "\n") ? [0x0D, 0x0A] : [$0] })
    case .cr: bytes = bytes.map { $0 == UInt8(ascii: "\n") ? 0x0D : $0 }
    }
    switch encoding {
    case .plain: return bytes
    case .gzip: return GzipDeflater.deflate(bytes)
    case .gzipMembers:
      let middle = bytes.count / 2
      return GzipDeflater.deflate(Array(bytes[..<middle]))
        + GzipDeflater.deflate(Array(bytes[middle...]))
    }
  }
}

/// Quotes every field of well-formed CSV.
enum FieldQuoter {
  private static let quote = UInt8(ascii: "\"")

  /// `input` with every field of every record quoted. Fields that are already quoted, records that
  /// hold only blanks, terminators and a byte order mark are unchanged.
  static func quoteAll(_ input: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    var position = input.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    output += input[..<position]
    while position < input.count {
      var end = position
      var isBlank = true
      var isQuoted = false
      // The record ends at the first terminator outside quotes.
      while end < input.count, isQuoted || !isTerminator(input[end]) {
        if input[end] == quote { isQuoted.toggle() }
        if !isTerminator(input[end]), input[end] != 0x20, input[end] != 0x09 { isBlank = false }
        end += 1
      }
      if isBlank {
        output += input[position..<end]
      } else {
        append(input[position..<end], to: &output)
      }
      if end < input.count { output.append(input[end]) }
      position = end + 1
    }
    return output
  }

  /// Appends the fields of one record, quoted, with the commas between them.
  private static func append(_ record: ArraySlice<UInt8>, to output: inout [UInt8]) {
    var position = record.startIndex
    while true {
      let start = position
      var isQuoted = false
      while position < record.endIndex, isQuoted || record[position] != UInt8(ascii: ",") {
        if record[position] == quote { isQuoted.toggle() }
        position += 1
      }
      let field = record[start..<position]
      if field.first == quote {
        output += field
      } else {
        output.append(quote)
        for byte in field {
          if byte == quote { output.append(quote) }
          output.append(byte)
        }
        output.append(quote)
      }
      if position == record.endIndex { return }
      output.append(UInt8(ascii: ","))
      position += 1
    }
  }

  private static func isTerminator(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}
