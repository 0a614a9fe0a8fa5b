package import BarLakeAdapterProtocol

extension JSONValue {
  /// The differences between this value, which is expected, and `actual`. Objects may have further
  /// keys; an absent key counts as null; all else is equal to the byte or different.
  package func differences(from actual: JSONValue, at place: String) -> [Difference] {
    guard case .object(let expected) = self, case .object(let members) = actual else {
      return hasSameBytes(as: actual) ? [] : [Difference(place, expected: self, found: actual)]
    }
    return expected.sorted { $0.key < $1.key }.flatMap { key, value in
      value.differences(from: members[key] ?? .null, at: place.isEmpty ? key : "\(place).\(key)")
    }
  }

  /// Whether two values are written alike; `==` also holds for texts of other code points that look
  /// the same.
  private func hasSameBytes(as other: JSONValue) -> Bool {
    description.utf8.elementsEqual(other.description.utf8)
  }
}
