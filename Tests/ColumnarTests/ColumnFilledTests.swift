import BarLakeColumnar
import Testing

@Suite struct ColumnFilledTests {
  private func validity(_ rows: [Bool]) -> Validity {
    rows.reduce(into: Validity()) { $0.append($1) }
  }

  @Test func `a null is filled from the same row of the other column`() {
    let own = Column(.int32([1, 0, 0, 4]), validity: validity([true, false, false, true]))
    let other = Column(.int32([9, 2, 0, 9]), validity: validity([true, true, false, true]))
    let filled = own.filled(from: other)
    guard case .int32(let values) = filled.values else {
      Issue.record("the type changed")
      return
    }
    #expect([values[0], values[1], values[3]] == [1, 2, 4])
    #expect(filled.validity == validity([true, true, false, true]))
    // Without a null left there is no validity.
    #expect(own.filled(from: Column(.int32([9, 2, 3, 9]))).validity == nil)
    #expect(Column(.int32([7])).filled(from: Column(.int32([9]))).nullCount == 0)
  }

  @Test func `a dictionary of both has no text twice`() {
    let own = Column(
      .dictionary(DictionaryValues(codes: [1, 0, 0], dictionary: StringValues(["A", "B"]))),
      validity: validity([true, false, true]))
    let other = Column(
      .dictionary(DictionaryValues(codes: [0, 1, 0], dictionary: StringValues(["C", "B"]))))
    guard case .dictionary(let values) = own.filled(from: other).values else {
      Issue.record("the type changed")
      return
    }
    #expect(values.codes.map { values.dictionary[Int($0)] } == ["B", "B", "A"])
    #expect(values.dictionary.count == 2)
  }
}
