import BarLakeConformanceKit
import Testing

private func expanded(_ text: String, name: String = "in.parts.json") throws -> String {
  String(decoding: try InputParts.expanded(Array(text.utf8), name: name), as: UTF8.self)
}

@Test func `parts of an input are repeated and numbered`() throws {
  let parts = #"[{"text": "a,b\n"}, {"text": "{n},{{n}},{m}\n", "times": 2}, {"text": "é{"}]"#
  #expect(try expanded(parts) == "a,b\n0,{0},{m}\n1,{1},{m}\né{")
  #expect(try expanded("[]") == "")
  #expect(try expanded(parts, name: "in.csv") == parts)
}

@Test func `parts with an unknown key, or without a text, are an error`() {
  #expect(throws: SuiteError.self) { try expanded(#"[{"text": "a", "time": 2}]"#) }
  #expect(throws: SuiteError.self) { try expanded(#"[{"times": 2}]"#) }
}

@Test func `rows of a table are repeated and numbered`() throws {
  let folder = try TemporaryFolder()
  let text = """
    {"columns": [{"name": "a", "type": "string"}, {"name": "b", "type": "int32"}]}
    ["x{n}", null]
    {"times": 2, "rows": [["y", "{n}"], ["z{n}", null]]}

    """
  try folder.write(text, to: "t.ndjson")
  #expect(
    try ExpectedTable.load("\(folder.path)/t.ndjson").rows
      == [["x{n}", nil], ["y", "0"], ["z0", nil], ["y", "1"], ["z1", nil]])
  try folder.write(text.replacing("times", with: "time"), to: "t.ndjson")
  #expect(throws: SuiteError.self) { try ExpectedTable.load("\(folder.path)/t.ndjson") }
}
