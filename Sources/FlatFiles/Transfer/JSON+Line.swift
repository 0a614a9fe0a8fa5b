package import BarLake

extension JSON {
  /// `value`, which consists of texts and numbers, on one line.
  package static func lineBytes(_ value: some Encodable) -> [UInt8] {
    do {
      return Array(try line(value).utf8)
    } catch {
      preconditionFailure("texts and numbers have a JSON: \(error)")
    }
  }
}
