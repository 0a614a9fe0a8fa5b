import BarLakeColumnar
import BarLakeParquetReading
import Testing

@Suite struct SchemaParquetTests {
  @Test func `dictionaries are strings, zones are UTC, and all else stays`() {
    let others: [Field] = [
      Field("a", .string), Field("b", .timestamp(.microsecond, zone: nil), isNullable: false),
      Field("c", .uint32), Field("d", .timestamp(.nanosecond, zone: "UTC")),
    ]
    #expect(Schema(others).inParquet == Schema(others))
    let schema = Schema([
      Field("e", .dictionary(index: .int8)),
      Field("f", .timestamp(.nanosecond, zone: "America/New_York"), isNullable: false),
    ])
    #expect(
      schema.inParquet
        == Schema([
          Field("e", .string), Field("f", .timestamp(.nanosecond, zone: "UTC"), isNullable: false),
        ]))
  }
}
