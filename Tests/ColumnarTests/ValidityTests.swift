import BarLakeColumnar
import Testing

@Suite struct ValidityTests {
  @Test func `bits stand from the least significant on, and those behind the last are zero`() {
    var validity = Validity()
    for isValid in [true, false, true, true, false, false, false, true, true, false] {
      validity.append(isValid)
    }
    #expect(validity.bitmap == [0b1000_1101, 0b01])
    #expect(validity.count == 10 && validity.nullCount == 5)
    #expect((0..<10).filter { validity[$0] } == [0, 2, 3, 7, 8])
  }

  @Test func `equal rows at once are equal rows one by one`() {
    for before in 0..<10 {
      for count in [0, 1, 7, 8, 9, 16, 33] {
        for isValid in [true, false] {
          var (at, one) = (Validity(), Validity())
          for number in 0..<before {
            at.append(number % 3 == 0)
            one.append(number % 3 == 0)
          }
          at.append(isValid, count: count)
          for _ in 0..<count { one.append(isValid) }
          // A row behind them, which stands where it should.
          at.append(true)
          one.append(true)
          #expect(at == one, "\(before), then \(count) of \(isValid)")
        }
      }
    }
    #expect(Validity(allValid: 11).bitmap == [0xFF, 0b111])
    #expect(Validity(allValid: 11).nullCount == 0)
  }

  @Test func `nulls of a range are counted`() {
    var validity = Validity()
    for number in 0..<40 { validity.append(number % 5 != 0) }
    for (range, count) in [
      (0..<40, 8), (0..<1, 1), (1..<5, 0), (1..<6, 1), (5..<36, 7), (40..<40, 0),
    ] {
      #expect(validity.nullCount(in: range) == count, "\(range)")
    }
    #expect(Validity(allValid: 9).nullCount(in: 3..<7) == 0)
  }
}
