/// Why a row is doubtful, by itself or together with earlier rows.
package enum BarDoubt: Sendable {
  case wrongType
  case inconsistent
  case repeated
  case unordered
}
