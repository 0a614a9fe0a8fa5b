/// Why a row is doubtful by itself or by the rows before it.
package enum BarDoubt: Sendable {
  case wrongType
  case inconsistent
  case repeated
  case unordered
}
