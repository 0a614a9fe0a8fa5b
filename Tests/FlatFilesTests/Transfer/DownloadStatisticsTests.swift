import FlatFiles
import Foundation
import Testing

@Suite struct DownloadStatisticsTests {
  @Test func `statistics have the published keys`() throws {
    let json =
      try JSONSerialization.jsonObject(
        with: JSONEncoder().encode(DownloadStatistics())) as? [String: Double]
    #expect(
      json == ["download_count": 0, "retry_count": 0, "error_count": 0, "success_rate": 0])
  }
}
