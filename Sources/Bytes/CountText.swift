/// A number of things as text for people.
package enum CountText {
  /// A number and its noun, such as `1 date` and `2 dates`.
  package static func text(_ number: Int, _ noun: String, plural: String? = nil) -> String {
    "\(number) \(number == 1 ? noun : plural ?? noun + "s")"
  }
}
