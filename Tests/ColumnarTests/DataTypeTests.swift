import BarLakeColumnar
import Testing

@Suite struct DataTypeTests {
  @Test func `types have the names that the conformance suite uses`() {
    let types: [DataType] = [
      .bool, .int8, .int16, .int32, .int64, .uint32, .uint64, .float32, .float64, .string, .date32,
    ]
    #expect(
      types.map(\.description) == [
        "bool", "int8", "int16", "int32", "int64", "uint32", "uint64", "float32", "float64",
        "string", "date32",
      ])
    #expect("\(DataType.dictionary(index: .int8))" == "dictionary[int8]")
    #expect("\(DataType.dictionary(index: .int32))" == "dictionary[int32]")
    #expect(
      "\(DataType.timestamp(.nanosecond, zone: "America/New_York"))"
        == "timestamp[ns, America/New_York]")
    #expect("\(DataType.timestamp(.microsecond, zone: nil))" == "timestamp[us]")
    #expect("\(DataType.timestamp(.millisecond, zone: "UTC"))" == "timestamp[ms, UTC]")
  }
}
