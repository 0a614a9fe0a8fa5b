import BarLake
import BarLakeBytes
import BarLakeTestSupport
import LakeInspection
import Testing

extension Lake {
  static let minute = "stocks_minute"
  static let nextDate = "2024-01-03"

  static func list(_ date: String = Lake.date, type: String = Lake.minute) -> String {
    ".barlake/manifests/\(type)/\(date).publishing"
  }

  static func lock(_ date: String = Lake.date, type: String = Lake.minute) -> String {
    ".barlake/locks/\(type).\(date)"
  }

  /// The path of a symbol's file of minute bars.
  static func file(of symbol: String, _ date: String = Lake.date) -> String {
    "\(minute)/year=2024/month=01/symbol=\(symbol)/date=\(date).parquet"
  }

  /// A lake of minute bars by symbol: two dates, of A, B and C, and of B and D.
  static func ofMinutes() throws -> Lake {
    let lake = try Lake()
    try lake.ingest(Bars.of("A", "B", "C"), type: minute)
    try lake.ingest(Bars.of("B", "D"), date: nextDate, type: minute)
    return lake
  }

  /// Makes the date undone as a run leaves it that dies while it publishes over it.
  func leaveList(_ paths: [String], _ date: String = Lake.date) throws {
    try put(Array(paths.map { "\($0)\n" }.joined().utf8), at: Self.list(date))
    try remove(Lake.manifest(date, type: Lake.minute))
  }

  func findings() throws -> [String] {
    try LakeVerifier(root: root).verify().findings.map { "\($0.kind) \($0.path)" }
  }

  /// The dates of a data type that are done.
  func done(_ type: String = Lake.minute) throws -> [String] {
    try LakeStatus(root: root).dataTypes.first { $0.dataType.rawValue == type }?
      .done.map(\.description) ?? []
  }
}
