/// Two texts compared by their lines, for people.
enum LineDifference {
  /// Lines that only the old text has, after `-`, and those that only the new one has, after `+`,
  /// in their order.
  static func text(from old: [UInt8], to new: [UInt8], name: String) -> String {
    let (before, after) = (lines(old), lines(new))
    var text = "--- \(name)\n+++ \(name)\n"
    let difference = after.difference(from: before)
    for change in difference {
      switch change {
      case .remove(let offset, let line, _): text += "-\(offset + 1): \(line)\n"
      case .insert(let offset, let line, _): text += "+\(offset + 1): \(line)\n"
      }
    }
    return difference.isEmpty ? text + "no difference\n" : text
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
  }
}
