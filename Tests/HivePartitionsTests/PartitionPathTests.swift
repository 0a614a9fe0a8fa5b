import BarLakeHivePartitions
import Testing

@Suite struct PartitionPathTests {
  @Test func `years and months have their form`() {
    #expect(PartitionPath.year("year=2024") == "2024")
    #expect(
      [
        "year=0000", "year=2024\u{301}", "year=\u{301}024", "year=24", "year=02024", "Year=2024",
        "year=20x4",
      ].allSatisfy {
        PartitionPath.year($0) == nil
      })
    #expect(PartitionPath.month("month=01") == "01" && PartitionPath.month("month=12") == "12")
    #expect(
      ["month=00", "month=13", "month=1", "month=001"].allSatisfy {
        PartitionPath.month($0) == nil
      })
  }
}
