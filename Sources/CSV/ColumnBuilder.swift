package import BarLakeColumnar

/// Reads one column's fields into typed memory, whatever the type.
///
/// The closures are made where the type is known, so that what they call is compiled for it; a
/// protocol's method would run unspecialised, several times slower.
package struct ColumnBuilder {
  /// Appends the values of the records of a selection from field `column` of an index; the text is
  /// what the index refers to. Stops at the first field that cannot be taken and returns it; what
  /// was appended before it stays, so the builder is of no more use then.
  package let append:
    (_ index: RecordIndex, _ column: Int, _ text: Span<UInt8>, _ selection: RowSelection)
      -> FieldFailure?
  /// The rows appended since the last call, as a column; the builder starts anew.
  package let finish: () -> Column
  /// The rows kept since the last `finish`, from 0, whose value was rounded by a rule that says so.
  package let roundedRows: () -> [Int32]
  /// Bytes of text held since the last `finish`; a batch's texts must stay below 2 GiB.
  package let heldTextByteCount: () -> Int
}

extension ColumnBuilder {
  package static func float32(path: ScanPath) -> ColumnBuilder {
    ColumnBuilder(TypedColumnBuilder(FloatingPointParser<Float>(path: path)))
  }

  /// `isCount`: numbers below zero are out of range, and negative zero is zero.
  package static func float64(isCount: Bool = false, path: ScanPath) -> ColumnBuilder {
    ColumnBuilder(TypedColumnBuilder(FloatingPointParser<Double>(isCount: isCount, path: path)))
  }

  package static func int32(range: ClosedRange<Int32>, path: ScanPath) -> ColumnBuilder {
    ColumnBuilder(TypedColumnBuilder(IntegerParser<Int32>(range: range, path: path)))
  }

  package static func int64(path: ScanPath) -> ColumnBuilder {
    ColumnBuilder(TypedColumnBuilder(IntegerParser<Int64>(path: path)))
  }

  package static func uint32(
    fractionRule: FractionRule = .reject, path: ScanPath
  ) -> ColumnBuilder {
    ColumnBuilder(TypedColumnBuilder(IntegerParser<UInt32>(fractionRule: fractionRule, path: path)))
  }

  package static func uint64(
    fractionRule: FractionRule = .reject, path: ScanPath
  ) -> ColumnBuilder {
    ColumnBuilder(TypedColumnBuilder(IntegerParser<UInt64>(fractionRule: fractionRule, path: path)))
  }

  package static func bool() -> ColumnBuilder {
    ColumnBuilder(TypedColumnBuilder(BooleanParser()))
  }

  /// `misfit`: what text that is no day is called.
  package static func date(misfit: FieldReason) -> ColumnBuilder {
    ColumnBuilder(TypedColumnBuilder(DateParser(misfit: misfit)))
  }

  /// A column of instants that the caller also looks into while it is built.
  package static func timestamps(_ builder: TypedColumnBuilder<TimestampParser>) -> ColumnBuilder {
    ColumnBuilder(builder)
  }

  /// A column of texts.
  package static func texts(emptyRule: EmptyTextRule) -> ColumnBuilder {
    let builder = TextColumnBuilder(emptyRule: emptyRule)
    return ColumnBuilder(
      append: { builder.append($0, column: $1, of: $2, $3) }, finish: { builder.finish() },
      roundedRows: { [] }, heldTextByteCount: { builder.heldTextByteCount })
  }

  /// A column of texts that repeat, as codes.
  package static func symbols(emptyRule: EmptyTextRule) -> ColumnBuilder {
    symbols(SymbolColumnBuilder(emptyRule: emptyRule))
  }

  /// A column of texts that repeat, which the caller also looks into while it is built.
  package static func symbols(_ builder: SymbolColumnBuilder) -> ColumnBuilder {
    ColumnBuilder(
      append: { builder.append($0, column: $1, of: $2, $3) }, finish: { builder.finish() },
      roundedRows: { [] }, heldTextByteCount: { builder.heldTextByteCount })
  }

  /// A column of any other kind of field.
  @inline(__always)
  package init<Parser: FieldParser>(_ builder: TypedColumnBuilder<Parser>) {
    self.init(
      append: { builder.append($0, column: $1, of: $2, $3) }, finish: { builder.finish() },
      roundedRows: { builder.roundedRows }, heldTextByteCount: { 0 })
  }
}
