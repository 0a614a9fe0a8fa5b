internal import BarLakeBytes
package import BarLakeCSV

/// The start of a flat file: its header, and where its records begin.
package struct InputHeader {
  /// The fields of the header as they are spelled.
  package let names: [String]
  /// The physical line on which the header starts, from 1.
  package let line: Int
  /// The first bytes of the input.
  package let start: InputStart
  /// The header's text in the input, without its line terminator.
  package let record: [UInt8]
  /// The block that contains the header.
  package let block: Block
  /// The position in the block of the first byte after the header.
  package let recordsStart: Int
  /// Line terminators before the block.
  package let linesBefore: Int

  /// Reads blocks up to the header.
  package static func find(in file: inout FlatFile) throws(IngestError) -> InputHeader {
    var linesBefore = 0
    var start: InputStart?
    while let block = try file.next(reusing: ByteBuffer()) {
      let isFirst = start == nil
      let inputStart = start ?? InputStart(of: block, isInflated: file.isGzip)
      start = inputStart
      let found: Header?
      do throws(CSVError) {
        found = try Header.find(in: block, from: isFirst ? Header.textStart(of: block) : 0)
      } catch {
        var located = error
        located.line += linesBefore
        var reported = IngestError(located)
        reported.message = inputStart.explain(reported.message)
        throw file.failed(reported)
      }
      if let found {
        let bytes = block.buffer.storage[found.start..<found.end]
        return InputHeader(
          names: found.names, line: linesBefore + found.line, start: inputStart,
          record: Array(bytes.prefix(while: { $0 != 0x0A && $0 != 0x0D })), block: block,
          recordsStart: found.end, linesBefore: linesBefore)
      }
      linesBefore += block.lineCount(before: block.buffer.count)
    }
    throw file.failed(.emptyInput(isWithoutBytes: start == nil))
  }

  /// Assigns each field to its column.
  func binding(
    for plan: ReadPlan, of file: inout FlatFile
  ) throws(IngestError) -> HeaderBinding {
    do {
      return try HeaderBinding(
        names: names, dataType: plan.dataType, extraColumns: plan.options.extraColumns)
    } catch {
      throw file.failed(IngestError(error, in: self))
    }
  }
}
