/// The ways into the core, which all give the same.
package enum Entry: String, CaseIterable, Sendable {
  case polars, readsAllFirst, lazy, streaming
}
