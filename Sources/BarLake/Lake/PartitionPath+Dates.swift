internal import BarLakeBytes
package import BarLakeHivePartitions

extension PartitionPath {
  /// The day of `date=YYYY-MM-DD.parquet`.
  package static func date(_ name: String) -> CalendarDate? {
    name.dropping(prefix: "date=")?.dropping(suffix: ".parquet").flatMap { try? CalendarDate($0) }
  }

  /// The symbol of a folder `symbol=S`, or the underlying of a folder `underlying=U`, in UTF-8.
  package static func symbol(_ name: String, of type: MarketDataType) -> [UInt8]? {
    PartitionKey(type, .symbol)?.folders.value(of: name)
  }
}
