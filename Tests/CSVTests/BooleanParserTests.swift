import BarLakeCSV
import Testing

@Suite struct BooleanParserTests {
  @Test func `truth values are words in any case, or digits`() {
    let parser = BooleanParser()
    for text in ["true", "TRUE", "tRuE", "1", " true\t"] { #expect(value(parser, text) == true) }
    for text in ["false", "FALSE", "False", "0", "\t0 "] { #expect(value(parser, text) == false) }
    #expect(isNull(parser, "") && isNull(parser, "  "))
    for text in ["t", "yes", "2", "01", "truee", "falsehood", "tru", "NA", "tr ue", "\u{1}"] {
      #expect(reason(parser, text) == .badNumber, "\(text)")
    }
  }
}
