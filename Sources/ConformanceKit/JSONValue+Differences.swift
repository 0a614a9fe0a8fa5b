package import BarLakeAdapterProtocol

extension JSONValue {
  /// The differences between this value, which is expected, and `actual`. Objects may have
  /// additional keys, and an absent key counts as null. All other values are compared byte for
  /// byte.
  package func differences(from actual: JSONValue, at place: String) -> [Difference] {
    guard case .object(let expected) = self, case .object(let members) = actual else {
      return hasSameBytes(as: actual) ? [] : [Difference(place, expected: self, found: actual)]
    }
    return expected.sorted { $0.key < $1.key }.flatMap { key, value in
      value.differences(from: members[key] ?? .null, at: place.isEmpty ? key : "\(place).\(key)")
    }
  }

  /// Whether two values have the same bytes. `==` also holds for texts that only Unicode treats as
  /// equal.
  private func hasSameBytes(as other: JSONValue) -> Bool {
    description.utf8.elementsEqual(other.description.utf8)
  }
}
