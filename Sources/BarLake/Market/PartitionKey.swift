package import BarLakeHivePartitions

/// The column whose value names the folder of a file, in a lake with one file per date and value.
///
/// Source: `docs/spec.md`, PART-3 and PART-4.
package struct PartitionKey: Equatable, Sendable {
  package let column: LakeColumn
  package let folders: PartitionFolders

  package var name: String { column.name }

  /// The key of a lake; nil if a date is one file.
  package init?(_ dataType: MarketDataType, _ partitioning: Partitioning) {
    guard partitioning == .symbol else { return nil }
    column = dataType.isOption ? .underlying : .symbol
    folders = PartitionFolders(key: column.name)
  }
}
