import BarLake
import BarLakeColumnar
import LakeMaintenance
import Testing

@Suite struct ValueConversionTests {
  /// Prices with the digits that flat files have, and the numbers that are nearest to them.
  @Test(arguments: [
    "185.67", "0.0001", "612345.67", "1.005", "99999.9", "0.1", "16777217", "123456.7", "1e-7",
    "0", "-0", "3.4028234663852886e38", "2.5e-40",
  ])
  func `a 64-bit price becomes the 32-bit number that is nearest to its text`(
    _ text: String
  ) throws {
    let double = try #require(Double(text))
    let single = try #require(ValueConversion.single(double))
    // A text of at most 15 digits is the shortest that its number stands for.
    #expect(single == Float(text) && single.sign == double.sign)
  }

  /// The points halfway between two 32-bit numbers, where one has a text of 15 digits whose nearest
  /// 64-bit number is that point. The text lies above or below it.
  @Test func `a number on the point between two is rounded as its text says`() throws {
    var found = 0
    for step in 1...5_000 as ClosedRange<UInt32> {
      let single = Float(bitPattern: 0x3F80_0000 + step * 1_601)
      let halfway = (Double(single) + Double(single.nextUp)) / 2
      // 1.ddd has one digit before the point.
      let digits = String(Int((halfway * 1e14).rounded()))
      let text = "\(digits.prefix(1)).\(digits.dropFirst())"
      guard Double(text) == halfway else { continue }
      found += 1
      #expect(ValueConversion.single(halfway) == Float(text), "\(text)")
    }
    #expect(found > 100)
  }

  @Test func `a 64-bit price that is too large for 32 bits has none`() {
    #expect(ValueConversion.single(3.5e38) == nil)
    #expect(ValueConversion.single(-1e300) == nil)
    #expect(ValueConversion.single(.infinity) == .infinity)
  }

  @Test(arguments: [
    "185.67", "0.0001", "1.005", "99999.9", "0.1", "123456", "0.5", "4999.99", "1e-30", "0", "-0",
    "7.25e20",
  ])
  func `a 32-bit price becomes the 64-bit number of its shortest text`(_ text: String) throws {
    let single = try #require(Float(text))
    let double = ValueConversion.double(single)
    #expect(double == Double(text) && double.sign == single.sign)
    #expect(ValueConversion.single(double) == single)
  }

  /// Swift's own shortest text of a number is the oracle.
  @Test func `the way there and back changes no 32-bit number`() throws {
    var state: UInt64 = 11
    for _ in 0..<20_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let value = Float(bitPattern: UInt32(truncatingIfNeeded: state >> 32))
      guard value.isFinite else { continue }
      let double = ValueConversion.double(value)
      #expect(double == Double("\(value)"))
      #expect(ValueConversion.single(double) == value)
    }
  }

  private func failure(
    _ column: Column, from source: DataType, to target: DataType, rounds: Bool = false
  ) -> ValueConversion.Failure? {
    do {
      _ = try ValueConversion(from: source, to: target, roundsFractions: rounds).convert(column)
      return nil
    } catch {
      return error
    }
  }

  @Test func `volumes with a fraction are an error, or rounded half to even`() throws {
    let volumes = Column(.float64([2, 2.5, 3.5, 0.4, 7]))
    let found = failure(volumes, from: .float64, to: .uint32)
    #expect(found?.row == 1 && found?.code == .badNumber && found?.token == "2.5")
    let (column, rounded) = try ValueConversion(
      from: .float64, to: .uint32, roundsFractions: true
    ).convert(volumes)
    guard case .uint32(let values) = column.values else {
      Issue.record("\(column)")
      return
    }
    #expect(values == [2, 2, 4, 0, 7] && rounded == [1, 2, 3])
  }

  @Test func `volumes of integers become the same numbers with a fraction`() throws {
    let conversion = ValueConversion(from: .uint64, to: .float64)
    for volumes in [ColumnValues.uint64([0, 697_614, 4]), .uint32([0, 697_614, 4])] {
      let (converted, _) = try conversion.convert(Column(volumes))
      #expect("\(converted.values)" == "\(ColumnValues.float64([0, 697_614, 4]))")
    }
  }

  @Test func `counts outside the new range are errors`() {
    func code(_ volume: Double, _ type: DataType) -> ErrorCode? {
      failure(Column(.float64([volume])), from: .float64, to: type)?.code
    }
    #expect(code(4_294_967_296, .uint32) == .outOfRange && code(4_294_967_295, .uint32) == nil)
    #expect(code(1.9e19, .uint64) == .outOfRange && code(.nan, .uint64) == .outOfRange)
    #expect(failure(Column(.uint32([2_147_483_648])), from: .uint32, to: .int32)?.row == 0)
    #expect(failure(Column(.int32([-1])), from: .int32, to: .uint32)?.token == "-1")
  }

  @Test func `rows without a value are never an error`() throws {
    var validity = Validity()
    validity.append(true)
    validity.append(false)
    let column = Column(.float64([1, 0.5]), validity: validity)
    let (converted, rounded) = try ValueConversion(from: .float64, to: .uint32).convert(column)
    #expect(converted.nullCount == 1 && converted.isNull(1) && rounded.isEmpty)
  }

  @Test func `instants change their unit, or are errors`() throws {
    let micro = DataType.timestamp(.microsecond, zone: "UTC")
    let nano = DataType.timestamp(.nanosecond, zone: "UTC")
    let (column, _) = try ValueConversion(from: nano, to: micro)
      .convert(Column(.int64([1_704_171_600_000_001_000, -2_000])))
    guard case .int64(let values) = column.values else {
      Issue.record("\(column)")
      return
    }
    #expect(values == [1_704_171_600_000_001, -2])
    #expect(failure(Column(.int64([1_001])), from: nano, to: micro)?.code == .badTimestamp)
    #expect(failure(Column(.int64([.max])), from: micro, to: nano)?.code == .badTimestamp)
    #expect(failure(Column(.int64([7])), from: micro, to: nano) == nil)
  }
}
