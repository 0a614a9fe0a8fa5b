import ArgumentParser

extension CompletionKind {
  /// A shell offers the values of a closed list of the library. The option itself takes any text,
  /// since the library's error for a wrong one says more than the argument parser's.
  static func choices<Choice: CaseIterable & RawRepresentable>(_: Choice.Type) -> CompletionKind
  where Choice.RawValue == String {
    .list(Choice.allCases.map(\.rawValue))
  }
}
