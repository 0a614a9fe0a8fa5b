import BarLakeColumnar
import BarLakeParquetFormat
import BarLakeParquetReading
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

// Small files that pyarrow wrote, of what the files in Fixtures do not show.

/// Data pages of version 2, Snappy; the columns `symbol` (dictionary), `flag` (RLE) and `size`
/// (int8).
private let secondVersion = base64(
  """
  UEFSMRUEFSQVKEwVBhUAEgAAEkQCAAAAUzECAAAAUzICAAAAUzAVBhUYFRhcFSgVBhUoFRAVCBUAEhw2BigCUzIYAlMwEREA
  AAAHfr8PAgckmSSSAAAVBhUWFRZcFSgVCBUoFQYVCBUAEhwYAQEYAQAWCCgBARgBABERAAAAB957DwMAAAAFlEIVBhWkARWi
  AVwVKBUAFSgVABUEFQARHBgEDgAAABgE+////xYAKAQOAAAAGAT7////EREAAAAoAVA0+/////z////9/////v8JAewAAAAA
  AQAAAAIAAAADAAAABAAAAAUAAAAGAAAABwAAAAgAAAAJAAAACgAAAAsAAAAMAAAADQAAAA4AAAAVBBlMNQAYBnNjaGVtYRUG
  ABUMJQIYBnN5bWJvbCUATBwAAAAVACUCGARmbGFnABUCJQIYBHNpemUlHkysEwgRAAAAFigZHBk8JgAcFQwZNQAGEBkYBnN5
  bWJvbBUCFigWoAEWpAEmTCYIHDYGKAJTMhgCUzAREQAZLBUEFQAVAgAVABUQFQIAPBZEGQYZJgYiAAAAJgAcFQAZFQYZGARm
  bGFnFQIWKBZmFmYmrAE8GAEBGAEAFggoAQEYAQAREQAZHBUAFQYVAgA8KQYZJgggAAAAJgAcFQIZJQYAGRgEc2l6ZRUCFigW
  kAIWjgImkgI8GAQOAAAAGAT7////FgAoBA4AAAAYBPv///8REQAZHBUAFQAVAgA8KQYZJgAoAAAAFpYEFigmCBaYBAAoIHBh
  cnF1ZXQtY3BwLWFycm93IHZlcnNpb24gMjYuMC4xGTwcAAAcAAAcAAAAWgEAAFBBUjE=
  """)

/// A list, a group and a decimal.
private let nested = base64(
  """
  UEFSMRUEFTAVLkwVBhUAEgAAGAQBAAkBPAIAAAAAAAAAAwAAAAAAAAAVABUgFSQsFQYVEBUGFQYcGAgDAAAAAAAAABgIAQAA
  AAAAAAAWACgIAwAAAAAAAAAYCAEAAAAAAAAAEREAAAAQPAIAAAADAgIAAAAGAwIDJAAVBBUgFSRMFQQVABIAABA8AQAAAAAA
  AAACAAAAAAAAABUAFRIVFiwVBBUQFQYVBhwYCAIAAAAAAAAAGAgBAAAAAAAAABYAKAgCAAAAAAAAABgIAQAAAAAAAAAREQAA
  AAkgAgAAAAQCAQMCFQQVChUOTBUCFQASAAAFEAAAADqYFQAVEhUWLBUEFRAVBhUGHBgFAAAAOpgYBQAAADqYFgIoBQAAADqY
  GAUAAAA6mBERAAAACSACAAAAAwEBAgAVBBl8NQAYBnNjaGVtYRUGADUCGARsaXN0FQIVBkw8AAAANQQYBGxpc3QVAgAVBCUC
  GAdlbGVtZW50ADUCGAVncm91cBUCABUEJQIYAWEAFQ4VChUCGAVwcmljZSUKFQQVFCxcFQQVFAAAABYEGRwZPCYAHBUEGTUA
  BhAZOARsaXN0BGxpc3QHZWxlbWVudBUCFgYW6gEW7AEmUiYIHBgIAwAAAAAAAAAYCAEAAAAAAAAAFgAoCAMAAAAAAAAAGAgB
  AAAAAAAAABERABksFQQVABUCABUAFRAVAgA8KSYEAhlGAAAABgAAACYAHBUEGTUABhAZKAVncm91cAFhFQIWBBbMARbUASa0
  Aib0ARwYCAIAAAAAAAAAGAgBAAAAAAAAABYAKAgCAAAAAAAAABgIAQAAAAAAAAAREQAZLBUEFQAVAgAVABUQFQIAPCkGGTYA
  AAQAAAAmABwVDhk1AAYQGRgFcHJpY2UVAhYEFp4BFqYBJvIDJsgDHBgFAAAAOpgYBQAAADqYFgIoBQAAADqYGAUAAAA6mBER
  ABksFQQVABUCABUAFRAVAgA8KQYZJgICAAAAFtQEFgQmCBbmBAAoIHBhcnF1ZXQtY3BwLWFycm93IHZlcnNpb24gMjYuMC4x
  GTwcAAAcAAAcAAAA7QEAAFBBUjE=
  """)

/// A timestamp in INT96.
private let int96 = base64(
  """
  UEFSMRUEFTAVLkwVBBUAEgAAGAQBAAkBPIw9JQACAAAAAAAAAIw9JQAVABUSFRYsFQQVEBUGFQYcAAAACSACAAAABAEBAwIV
  BBksNQAYBnNjaGVtYRUCABUGJQIYAXQAFgQZHBkcJgAcFQYZNQAGEBkYAXQVAhYEFoQBFoYBJlImCCksFQQVABUCABUAFRAV
  AgA8KQYZJgAEAAAAFoQBFgQmCBaGAQAoIHBhcnF1ZXQtY3BwLWFycm93IHZlcnNpb24gMjYuMC4xGRwcAAAAiAAAAFBBUjE=
  """)

private func base64(_ text: String) -> [UInt8] {
  Array(Data(base64Encoded: text.filter { $0 != "\n" }) ?? Data())
}

@Test func `data pages of version 2 are read`() throws {
  let batch = try ParquetFile(bytes: secondVersion).readRowGroup(0)
  #expect(batch.rowCount == 20)
  guard case .dictionary(let symbols) = batch.columns[0].values,
    case .bool(let flags) = batch.columns[1].values, case .int8(let sizes) = batch.columns[2].values
  else {
    Issue.record("the columns are of other types: \(batch.columns.map(\.values))")
    return
  }
  for row in 0..<20 {
    #expect(batch.columns[0].isNull(row) == (row % 7 == 0))
    if row % 7 != 0 { #expect(symbols.dictionary[Int(symbols.codes[row])] == "S\(row % 3)") }
    #expect(batch.columns[1].isNull(row) == (row % 5 == 0))
    if row % 5 != 0 { #expect(flags[row] == (row % 3 == 0)) }
    #expect(sizes[row] == Int8(row - 5))
  }
}

@Test func `every single-byte corruption of pages of version 2 is read or refused`() {
  for index in secondVersion.indices {
    for value in [0, 0xFF, secondVersion[index] ^ 0x01, secondVersion[index] &+ 1] {
      var damaged = secondVersion
      damaged[index] = value
      _ = readEverything(damaged)
    }
  }
}

@Test func `nested fields are reported and not read`() throws {
  let file = try ParquetFile(bytes: nested)
  #expect(file.leaves.map(\.name) == ["list.list.element", "group.a", "price"])
  #expect(file.leaves.map(\.maximumDefinitionLevel) == [3, 2, 1])
  #expect(file.leaves.map(\.maximumRepetitionLevel) == [1, 0, 0])
  expectUnsupported("the nested field list.list.element of a LIST") {
    () throws(ParquetReadingError) in
    _ = try file.schema()
  }
  expectUnsupported("the nested field group.a") { () throws(ParquetReadingError) in
    _ = try file.readColumnChunk(rowGroup: 0, column: 1)
  }
  let report = try FileReport(file)
  #expect(report.schema.map(\.name) == ["list", "list", "element", "group", "a", "price"])
  #expect(report.schema.map(\.depth) == [0, 1, 2, 0, 1, 0])
  #expect(report.schema[5].logicalType == "DECIMAL(precision=10, scale=2)")
}

@Test func `a timestamp in INT96 is none of a lake`() throws {
  let old = try ParquetFile(bytes: int96)
  expectUnsupported("the type of t, INT96") { () throws(ParquetReadingError) in
    _ = try old.schema()
  }
  #expect(try old.leafTypes() == [.int96])
}

private func expectUnsupported(_ what: String, _ body: () throws(ParquetReadingError) -> Void) {
  do throws(ParquetReadingError) {
    try body()
    Issue.record("\(what) is supported")
  } catch {
    #expect(error.reason == .unsupported(what))
  }
}

@Test func `a footer with fields of other types is read`() throws {
  let bytes = secondVersion
  let original = try ParquetFile(bytes: bytes)
  let footer = bytes[original.footerRange]
  #expect(footer.last == 0)
  // Before its end, fields 5 to 8 again: numbers, a text, and lists of others than structures.
  let fields: [[UInt8]] = [
    [0x05, 10, 2], [0x09, 10, 0x28, 1, 0x61, 1, 0x62], [0x07, 12, 1, 2, 3, 4, 5, 6, 7, 8],
    [0x0C, 12, 0x15, 2, 0], [0x08, 14, 1, 0x61], [0x09, 14, 0x15, 2], [0x05, 16, 2],
    [0x01, 6], [0x08, 6, 1, 0x61], [0x08, 2, 1, 0x61], [0x08, 4, 1, 0x61],
  ]
  for added in fields + [fields.flatMap(\.self)] {
    let changed = footer.dropLast() + added + [0]
    let file = try ParquetFile(
      bytes: bytes[..<original.footerRange.lowerBound] + changed
        + FileLayout.trailer(footerByteCount: changed.count))
    #expect(file.metadata == original.metadata, "\(added)")
    #expect(try file.readRowGroup(0).rowCount == original.readRowGroup(0).rowCount)
  }
}
