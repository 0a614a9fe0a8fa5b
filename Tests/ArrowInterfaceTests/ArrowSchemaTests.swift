import BarLakeArrowBridge
import BarLakeArrowInterface
import BarLakeColumnar
import CBarLakeArrow
import Testing

@Suite struct ArrowSchemaTests {
  // The texts are those of the table in Arrow's `format/CDataInterface.rst`.
  @Test(arguments: [
    (DataType.bool, "b"), (.int8, "c"), (.int16, "s"), (.int32, "i"), (.int64, "l"),
    (.uint32, "I"), (.uint64, "L"), (.float32, "f"), (.float64, "g"), (.string, "u"),
    (.date32, "tdD"), (.timestamp(.millisecond, zone: nil), "tsm:"),
    (.timestamp(.microsecond, zone: "UTC"), "tsu:UTC"),
    (.timestamp(.nanosecond, zone: "America/New_York"), "tsn:America/New_York"),
  ])
  func `a type has the text that Arrow gives it`(_ type: DataType, _ format: String) {
    let schema = ReceivedSchema(Schema([Field("a", type), Field("b", type, isNullable: false)]))
    #expect(schema.format == "+s")
    #expect(
      schema.children == [
        ReceivedSchema(format, "a"), ReceivedSchema(format, "b", isNullable: false),
      ])
  }

  @Test func `a dictionary has the type of its indices and a schema for its texts`() {
    let schema = ReceivedSchema(
      Schema([
        Field("wide", .dictionary(index: .int32)), Field("narrow", .dictionary(index: .int8)),
      ]))
    #expect(
      schema.children == [
        ReceivedSchema("i", "wide", dictionaryFormat: "u"),
        ReceivedSchema("c", "narrow", dictionaryFormat: "u"),
      ])
  }

  @Test func `a schema without fields has no children`() {
    #expect(ReceivedSchema(Schema([])).children.isEmpty)
  }

  @Test func `a child that was moved out lives longer than its parent`() {
    var schema = unsafe ArrowSchema()
    unsafe ArrowExport.export(EveryType.schema, to: &schema)
    let index = EveryType.schema.index(of: "dictionary of int8") ?? 0
    var child = unsafe schema.children[index]!.pointee
    unsafe schema.children[index]!.pointee.release = nil
    unsafe schema.release(&schema)
    #expect(unsafe schema.release == nil)
    let received = unsafe ReceivedSchema(child)
    #expect(received == ReceivedSchema("c", "dictionary of int8", dictionaryFormat: "u"))
    unsafe child.release(&child)
    #expect(unsafe child.release == nil)
  }
}
