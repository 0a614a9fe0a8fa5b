import BarLake
import BarLakeHivePartitions
import Testing

@Suite struct PartitionPathDatesTests {
  @Test func `options are partitioned by their underlying`() {
    #expect(PartitionPath.symbol("symbol=BRK.B", of: .stocksMinute) == Array("BRK.B".utf8))
    #expect(PartitionPath.symbol("underlying=A", of: .optionsMinute) == Array("A".utf8))
    #expect(PartitionPath.symbol("symbol=A", of: .optionsMinute) == nil)
  }

  @Test func `days have their form`() {
    #expect(PartitionPath.date("date=2024-01-02.parquet")?.description == "2024-01-02")
    #expect(
      ["date=2024-01-02", "2024-01-02.parquet", "date=2023-02-29.parquet"].allSatisfy {
        PartitionPath.date($0) == nil
      })
  }
}
