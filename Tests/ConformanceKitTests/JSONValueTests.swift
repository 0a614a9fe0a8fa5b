import BarLakeAdapterProtocol
import BarLakeConformanceKit
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

private func decode(_ text: String) throws -> JSONValue {
  try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
}

@Test func `whole numbers stay exact and other values keep their kind`() throws {
  #expect(try decode("9007199254740993") == .integer(9_007_199_254_740_993))
  #expect(try decode("-9223372036854775808") == .integer(.min))
  #expect(try decode("0.1") == .number(0.1))
  #expect(try decode("1") == .integer(1))
  #expect(try decode("true") == .bool(true))
  #expect(try decode("\"1\"") == .string("1"))
  #expect(try decode("null") == .null)
  #expect(
    try decode(#"{"a": [1, null, {}]}"#)
      == .object(["a": .array([.integer(1), .null, .object([:])])]))
}

@Test func `values are encoded to what they were decoded from`() throws {
  let text = #"{"a":[1,2.5,true,null,"x"]}"#
  #expect(String(decoding: try JSONEncoder().encode(decode(text)), as: UTF8.self) == text)
}

@Test func `a value describes itself as JSON`() throws {
  let value = try decode(#"{"b": ["\u0001\"\\\n"], "a": -0.5}"#)
  #expect(value.description == #"{"a": -0.5, "b": ["\u0001\"\\\n"]}"#)
}
