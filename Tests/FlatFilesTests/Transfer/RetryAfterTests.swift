import FlatFiles
import Foundation
import Testing

/// Source: RFC 9110, section 5.6.7, whose example of a date is 1994-11-06T08:49:37Z.
@Suite struct RetryAfterTests {
  private static let example = Date(timeIntervalSince1970: 784_111_777)

  @Test func `seconds are taken as they are`() {
    #expect(RetryAfter.seconds("0", now: Self.example) == 0)
    #expect(RetryAfter.seconds("120", now: Self.example) == 120)
  }

  @Test(arguments: ["99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
  func `a wait without end is one of a year, which has a place in an integer`(_ value: String) {
    #expect(RetryAfter.seconds(value, now: Self.example) == 31_536_000)
  }

  @Test func `a date counts from now, and one that has passed is now`() {
    let value = "Sun, 06 Nov 1994 08:49:37 GMT"
    #expect(RetryAfter.seconds(value, now: Self.example - 30) == 30)
    #expect(RetryAfter.seconds(value, now: Self.example + 30) == 0)
  }

  @Test(arguments: ["", "-1", "+1", "1.5", "soon", "06 Nov 1994"])
  func `any other value says nothing`(_ value: String) {
    #expect(RetryAfter.seconds(value, now: Self.example) == nil)
  }
}
