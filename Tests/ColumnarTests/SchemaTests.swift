import BarLakeColumnar
import Testing

@Suite struct SchemaTests {
  @Test func `a field is found by the bytes of its name`() {
    let composed = "\u{E9}"
    let decomposed = "e\u{301}"
    let schema = Schema([Field("a", .int8), Field(decomposed, .bool), Field(composed, .string)])
    #expect(schema.index(of: "a") == 0)
    #expect(schema.index(of: composed) == 2)
    #expect(schema.index(of: decomposed) == 1)
    #expect(schema.index(of: "A") == nil && schema.index(of: "") == nil)
    #expect(schema.fields.map(\.isNullable) == [true, true, true])
  }

  @Test func `schemas are the same if their names have the same bytes`() {
    let schema = Schema([Field("\u{E9}", .int8)])
    #expect(schema.isSame(as: schema))
    #expect(!schema.isSame(as: Schema([Field("e\u{301}", .int8)])))
    #expect(!schema.isSame(as: Schema([Field("\u{E9}", .int16)])))
    #expect(!schema.isSame(as: Schema(schema.fields + schema.fields)))
  }
}
