/// Numbers of bytes as texts for people.
package enum ByteCountText {
  private static let units = ["kB", "MB", "GB", "TB", "PB", "EB"]

  /// `byteCount`, at least 0, in the largest unit of which there is at least one, with one digit
  /// after the point: `512 bytes`, `4.3 kB`, `35.7 MB`. A kB has 1,000 bytes, an MB 1,000,000.
  package static func text(_ byteCount: Int) -> String {
    if byteCount < 1000 { return byteCount == 1 ? "1 byte" : "\(byteCount) bytes" }
    var tenths = byteCount / 100 + (byteCount % 100 >= 50 ? 1 : 0)
    for unit in units.dropLast() {
      if tenths < 10_000 { return "\(tenths / 10).\(tenths % 10) \(unit)" }
      tenths = (tenths + 500) / 1000
    }
    return "\(tenths / 10).\(tenths % 10) \(units[units.count - 1])"
  }
}
