import BarLakeCSV
import Testing

@Suite struct DateParserTests {
  @Test func `a day is a value, blanks are null, and the rest is what the column calls it`() {
    for misfit in [FieldReason.badNumber, .badTimestamp] {
      let parser = DateParser(misfit: misfit)
      #expect(value(parser, "1970-01-02") == 1)
      #expect(value(parser, " 1969-12-31\t") == -1)
      #expect(isNull(parser, "") && isNull(parser, " \t"))
      for text in ["NA", "19700102", "1970-01-02T00:00", "1970-1-2", "1970-02-30"] {
        #expect(reason(parser, text) == misfit, "\(text)")
      }
    }
  }
}
