/// Decimal numbers that are not written out but known as integers.
package enum DecimalNumber {
  /// `mantissa × 10^-scale`, rounded once to `Value`; the mantissa is below 10^18, the scale 0 to
  /// 18.
  package static func nearest<Value: FloatingPointColumnValue>(
    _ mantissa: UInt64, scale: Int
  ) -> Value {
    Value.nearest(to: ShortDecimal(isNegative: false, mantissa: mantissa, scale: scale))
  }
}
