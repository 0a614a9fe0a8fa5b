import BarLakeHivePartitions
import Testing

@Suite struct PartitionFoldersTests {
  private static let folders = PartitionFolders(key: "symbol")

  // By PART-4: every byte outside [A-Z0-9._-] is % and two upper-case digits.
  static let names: [(name: String, value: String?)] = [
    ("symbol=A", "A"), ("symbol=BRK.B", "BRK.B"), ("symbol=AA%70", "AAp"), ("symbol=%25", "%"),
    ("symbol=%C3%A9", "é"), ("symbol=%2E", "."), ("symbol=%2E%2E", ".."), ("symbol=...", "..."),
    ("symbol=A%2FB", "A/B"), ("symbol=", nil), ("symbol=AAp", nil), ("symbol=AA%7", nil),
    ("symbol=%c3%a9", nil), ("symbol=%41", nil), ("symbol=.", nil), ("symbol=..", nil),
    ("symbol=%2E.", nil), ("symbol=%2E%2E%2E", nil), ("symbol=A B", nil), ("symbols=A", nil),
    ("underlying=A", nil), ("symbol=__HIVE_DEFAULT_PARTITION__", nil),
  ]

  @Test(arguments: names)
  func `a folder is that of one value, in one form only`(_ name: String, _ value: String?) {
    let bytes = value.map { Array($0.utf8) }
    #expect(Self.folders.value(of: name) == bytes)
    if let bytes { #expect(Self.folders.name(of: bytes) == name) }
    // The check in place agrees with the plain form.
    let prefix = "symbol=".utf8.count
    if name.hasPrefix("symbol=") {
      let text = Array(name.utf8)
      #expect(
        PartitionName.isName(text.span, prefix..<text.count, of: Self.folders) == (value != nil))
    }
  }

  @Test func `what readers take for null, and what no folder can be named, has no name`() {
    #expect(Self.folders.name(of: PartitionFolders.readersNull) == nil)
    let longest = PartitionFolders.nameByteCountLimit - "symbol=".utf8.count
    #expect(Self.folders.name(of: Array(repeating: UInt8(ascii: "A"), count: longest)) != nil)
    #expect(Self.folders.name(of: Array(repeating: UInt8(ascii: "A"), count: longest + 1)) == nil)
  }

  @Test func `a value of few bytes has a name, whatever they are`() {
    let count = Self.folders.namedByteCount
    #expect(Self.folders.name(of: Array(repeating: UInt8(0xff), count: count)) != nil)
    #expect(count < PartitionFolders.readersNull.count)
  }
}
