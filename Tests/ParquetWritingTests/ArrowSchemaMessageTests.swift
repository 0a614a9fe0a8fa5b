import BarLakeColumnar
import BarLakeParquetWriting
import Testing

@Test(arguments: [
  ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
  ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
])
func `base 64 gives the standard's examples`(text: String, encoded: String) {
  #expect(Base64.encode(Array(text.utf8)) == encoded)
}

/// A buffer read by the rules of FlatBuffers.
private struct Table {
  var bytes: [UInt8]
  var start: Int

  func number(_ offset: Int, _ byteCount: Int) -> Int {
    bytes[offset..<offset + byteCount].reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// Where field `index` stands.
  func field(_ index: Int) -> Int? {
    let virtualTable = start - number(start, 4)
    guard 4 + 2 * index < number(virtualTable, 2) else { return nil }
    let distance = number(virtualTable + 4 + 2 * index, 2)
    return distance == 0 ? nil : start + distance
  }

  func scalar(_ index: Int, _ byteCount: Int) -> Int? {
    field(index).map { number($0, byteCount) }
  }

  func table(_ index: Int) -> Table? {
    field(index).map { Table(bytes: bytes, start: $0 + number($0, 4)) }
  }

  func text(_ index: Int) -> String? {
    guard let table = table(index) else { return nil }
    let count = number(table.start, 4)
    return String(decoding: bytes[table.start + 4..<table.start + 4 + count], as: UTF8.self)
  }

  func tables(_ index: Int) -> [Table]? {
    guard let vector = table(index)?.start else { return nil }
    return (0..<number(vector, 4)).map { element in
      let place = vector + 4 + 4 * element
      return Table(bytes: bytes, start: place + number(place, 4))
    }
  }
}

@Test func `an Arrow schema says names, types, zones and dictionaries`() throws {
  let schema = Schema([
    Field("symbol", .dictionary(index: .int32)),
    Field("contract_type", .dictionary(index: .int8), isNullable: false),
    Field("volume", .uint64),
    Field("timestamp", .timestamp(.nanosecond, zone: "America/New_York")),
    Field("local", .timestamp(.microsecond, zone: nil)),
    Field("price", .float32),
    Field("date", .date32),
  ])
  let message = ArrowSchemaMessage.bytes(of: schema)
  #expect(Array(message[..<4]) == [0xFF, 0xFF, 0xFF, 0xFF])
  let buffer = Array(message[8...])
  #expect(buffer.count % 8 == 0)
  let envelope = Table(bytes: buffer, start: 0)
  #expect(Table(bytes: message, start: 0).number(4, 4) == buffer.count)
  let root = Table(bytes: buffer, start: envelope.number(0, 4))
  #expect(root.scalar(0, 2) == 4)
  #expect(root.scalar(1, 1) == 1)
  #expect(root.scalar(3, 8) == 0)
  let fields = try #require(root.table(2)?.tables(1))
  #expect(fields.map { $0.text(0) } == schema.fields.map(\.name))
  #expect(fields.map { $0.scalar(1, 1) } == [1, 0, 1, 1, 1, 1, 1])
  #expect(fields.map { $0.scalar(2, 1) } == [5, 5, 2, 10, 10, 3, 8])
  #expect(fields.allSatisfy { $0.tables(5)?.isEmpty == true })
  #expect(fields.map { $0.table(4)?.scalar(0, 8) } == [0, 1, nil, nil, nil, nil, nil])
  #expect(fields[0].table(4)?.table(1)?.scalar(0, 4) == 32)
  #expect(fields[1].table(4)?.table(1)?.scalar(0, 4) == 8)
  #expect(fields[2].table(3)?.scalar(0, 4) == 64)
  #expect(fields[2].table(3)?.scalar(1, 1) == 0)
  #expect(fields[3].table(3)?.scalar(0, 2) == 3)
  #expect(fields[3].table(3)?.text(1) == "America/New_York")
  #expect(fields[4].table(3)?.scalar(0, 2) == 2)
  #expect(fields[4].table(3)?.text(1) == nil)
  #expect(fields[5].table(3)?.scalar(0, 2) == 1)
  #expect(fields[6].table(3)?.scalar(0, 2) == 0)
}

@Test(arguments: 0..<20) func `numbers of a buffer stand at multiples of their width`(length: Int) {
  let name = String(repeating: "n", count: length)
  var builder = FlatBufferBuilder()
  let text = builder.text(name)
  let inner = builder.table([.bool(true), nil, .int64(-1)])
  let outer = builder.table([
    .uint8(7), .int64(1 << 40), .reference(text), .int16(-2), .reference(inner),
  ])
  let buffer = builder.finish(outer)
  let envelope = Table(bytes: buffer, start: 0)
  let root = Table(bytes: buffer, start: envelope.number(0, 4))
  #expect(buffer.count % 8 == 0)
  #expect(root.start % 4 == 0)
  #expect(root.field(1).map { $0 % 8 } == 0)
  #expect(root.scalar(0, 1) == 7)
  #expect(root.scalar(1, 8) == 1 << 40)
  #expect(root.text(2) == name)
  #expect(root.scalar(3, 2) == 0xFFFE)
  #expect(root.table(4)?.scalar(0, 1) == 1)
  #expect(root.table(4)?.field(1) == nil)
  #expect(root.table(4)?.field(2).map { $0 % 8 } == 0)
}
