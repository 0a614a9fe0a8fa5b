package import BarLake
package import BarLakeColumnar

/// How the values of a column change from the type of one profile to that of another.
///
/// The results are those of an ingest of the flat file, as far as the values of the one profile
/// tell them. Source: `docs/spec.md`, CONV-2.
package struct ValueConversion: Sendable {
  private let source: DataType
  private let target: DataType
  /// Whether a volume with a fraction is rounded where the target has integers.
  private let roundsFractions: Bool

  /// The conversion of columns that are stored as `source`, as far as Parquet distinguishes types,
  /// to columns of the type `target`.
  package init(from source: DataType, to target: DataType, roundsFractions: Bool = false) {
    self.source = source
    self.target = target
    self.roundsFractions = roundsFractions
  }

  /// A value that the target cannot hold.
  package struct Failure: Error, Equatable {
    /// The row of the column, from 0.
    package var row: Int
    package var code: ErrorCode
    /// The value as text.
    package var token: String
    /// What is wrong with it.
    package var problem: String
  }

  /// The values in the target's type, and the rows whose value was rounded to an integer.
  ///
  /// - Throws: ``Failure`` for the first row with a value that the target cannot hold. The elements
  ///   of null rows are arbitrary before and after.
  package func convert(
    _ column: Column
  ) throws(Failure) -> (column: Column, roundedRows: [Int]) {
    var rounded: [Int] = []
    let values: ColumnValues
    switch (column.values, target) {
    case (.float64(let values64), .float32):
      values = .float32(
        try map(values64, column) { Self.single($0).map(Result.success) ?? .failure(.range) })
    case (.float32(let values32), .float64):
      values = .float64(values32.map(Self.double))
    case (.float64(let volumes), .uint32):
      values = .uint32(try integers(volumes, column, &rounded))
    case (.float64(let volumes), .uint64):
      values = .uint64(try integers(volumes, column, &rounded))
    // `Double.init` alone would take the bits of a 64-bit number.
    case (.uint32(let counts), .float64): values = .float64(counts.map { Double($0) })
    case (.uint64(let counts), .float64): values = .float64(counts.map { Double($0) })
    case (.int32(let counts), .uint32): values = .uint32(try exact(counts, column))
    case (.uint32(let counts), .int32): values = .int32(try exact(counts, column))
    case (.int64(let instants), .timestamp(let unit, _)):
      values = .int64(try self.instants(instants, column, in: unit))
    case (let others, _): values = others
    }
    return (Column(values, validity: column.validity), rounded)
  }

  // MARK: Element by element

  private enum Fault: Error {
    case range, fraction, instant
  }

  private func map<Value, NewValue>(
    _ values: [Value], _ column: Column, _ convert: (Value) -> Result<NewValue, Fault>
  ) throws(Failure) -> [NewValue] where NewValue: Numeric {
    var converted: [NewValue] = []
    converted.reserveCapacity(values.count)
    for (row, value) in values.enumerated() {
      switch convert(value) {
      case .success(let new): converted.append(new)
      case .failure where column.isNull(row): converted.append(0)
      case .failure(let fault): throw failure(fault, row: row, token: "\(value)")
      }
    }
    return converted
  }

  private func failure(_ fault: Fault, row: Int, token: String) -> Failure {
    switch fault {
    case .range:
      Failure(row: row, code: .outOfRange, token: token, problem: "no value of \(target)")
    case .fraction:
      Failure(
        row: row, code: .badNumber, token: token,
        problem: "it has a fraction, and the profile classic keeps integers: fractional_volume: "
          + "round rounds it, and the profile portable keeps it")
    case .instant:
      Failure(
        row: row, code: .badTimestamp, token: token, problem: "no instant that \(target) can hold")
    }
  }

  private func exact<Value: FixedWidthInteger, NewValue: FixedWidthInteger>(
    _ values: [Value], _ column: Column
  ) throws(Failure) -> [NewValue] {
    try map(values, column) { NewValue(exactly: $0).map(Result.success) ?? .failure(.range) }
  }

  /// Volumes as integers. Source: TYPE-4.9 and TYPE-4.11.
  private func integers<Volume: FixedWidthInteger>(
    _ volumes: [Double], _ column: Column, _ rounded: inout [Int]
  ) throws(Failure) -> [Volume] {
    var row = -1
    return try map(volumes, column) { volume in
      row += 1
      var whole = volume
      if volume.isFinite, volume != volume.rounded(.down) {
        guard roundsFractions else { return .failure(.fraction) }
        whole = volume.rounded(.toNearestOrEven)
        if !column.isNull(row) { rounded.append(row) }
      }
      return Volume(exactly: whole).map(Result.success) ?? .failure(.range)
    }
  }

  private func instants(
    _ instants: [Int64], _ column: Column, in unit: TimeUnit
  ) throws(Failure) -> [Int64] {
    guard case .timestamp(let sourceUnit, _) = source, sourceUnit != unit else { return instants }
    return try map(instants, column) { instant in
      if sourceUnit == .nanosecond {
        let (whole, rest) = instant.quotientAndRemainder(dividingBy: 1_000)
        return rest == 0 ? .success(whole) : .failure(.instant)
      }
      let (product, overflow) = instant.multipliedReportingOverflow(by: 1_000)
      return overflow ? .failure(.instant) : .success(product)
    }
  }

  // MARK: Prices

  /// The 32-bit number that is nearest to the shortest decimal number that `value` stands for; nil
  /// if it is too large. So a number that was written with at most 15 digits is rounded once, as by
  /// an ingest of its text, and not once more on the way through 64 bits.
  package static func single(_ value: Double) -> Float? {
    var nearest = Float(value)
    // The decimal number is on the same side of each halfway point as `value`, unless `value` is
    // that point. Below the normal numbers of 32 bits such points have other patterns.
    let isHalfway = value.bitPattern & 0x1FFF_FFFF == 0x1000_0000
    if isHalfway || nearest.magnitude < .leastNormalMagnitude, value != 0, value.isFinite {
      nearest = Float("\(value)") ?? nearest
    }
    return nearest.isFinite || !value.isFinite ? nearest : nil
  }

  /// The 64-bit number that is nearest to the shortest decimal number that `value` stands for:
  /// 185.67, not 185.6699981689453. Rounded to 32 bits it is `value`.
  package static func double(_ value: Float) -> Double {
    let exact = Double(value)
    // A decimal number of at most six digits is the only one of so few that is nearest to its
    // 32-bit number. Both operands of the division are exact, so it rounds once.
    for scale in [1.0, 100, 10_000] {
      let digits = (exact * scale).rounded()
      guard digits.magnitude <= 999_999 else { break }
      let decimal = digits / scale
      if Float(decimal) == value { return value == 0 ? exact : decimal }
    }
    return Double("\(value)") ?? exact
  }
}
