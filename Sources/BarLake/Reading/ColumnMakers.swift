internal import BarLakeCSV
internal import BarLakeColumnar

/// Makes the builder of each column, with the types of a plan.
struct ColumnMakers {
  let plan: ReadPlan
  let path: ScanPath
  /// Those of two columns that the caller also looks into while they are built.
  let tickers: SymbolColumnBuilder
  let timestamps: TypedColumnBuilder<TimestampParser>

  func builder(for column: BarColumn) -> ColumnBuilder {
    switch column {
    case .ticker: .symbols(tickers)
    case .underlying: .symbols(emptyRule: .null)
    case .expirationDate: .date(misfit: .badTimestamp)
    case .contractType: ColumnBuilder(TypedColumnBuilder(ContractTypeParser()))
    case .open, .close, .high, .low, .strikePrice:
      plan.profile == .classic ? .float32(path: path) : .float64(path: path)
    case .volume: volumeBuilder
    case .transactions:
      plan.profile == .classic
        ? .uint32(path: path) : .int32(range: 0 ... .max, path: path)
    case .windowStart: .timestamps(timestamps)
    }
  }

  func builder(for type: ExtraColumnType) -> ColumnBuilder {
    switch type {
    case .bool: .bool()
    case .int64: .int64(path: path)
    case .double: .float64(path: path)
    case .date: .date(misfit: .badNumber)
    case .timestamp: timestampBuilder(emptyRule: .null, misfit: .badNumber)
    case .string: .texts(emptyRule: .null)
    }
  }

  private func timestampBuilder(
    emptyRule: TimestampParser.EmptyRule, misfit: FieldReason
  ) -> ColumnBuilder {
    .timestamps(
      TypedColumnBuilder(
        TimestampParser(
          unit: plan.profile.timestampUnit, emptyRule: emptyRule, misfit: misfit, path: path)))
  }

  private var volumeBuilder: ColumnBuilder {
    if plan.profile == .portable { return .float64(isCount: true, path: path) }
    let rule: FractionRule = plan.options.fractionalVolume == .round ? .round : .reject
    return plan.dataType == .stocksDaily
      ? .uint64(fractionRule: rule, path: path) : .uint32(fractionRule: rule, path: path)
  }
}

extension ExtraColumnType {
  /// A column of this type that holds only nulls.
  func nullColumn(rowCount: Int) -> Column {
    let values: ColumnValues =
      switch self {
      case .bool: .bool([false])
      case .int64, .timestamp: .int64([0])
      case .double: .float64([0])
      case .date: .int32([0])
      case .string: .string(StringValues([""]))
      }
    var validity = Validity()
    validity.append(false, count: rowCount)
    return Column(.repeated(values, count: rowCount), validity: validity)
  }
}
