import BarLake

let ingestor = try PolarsIngestor(dataType: "stocks_daily", outputRoot: "data/lake")
let result = try ingestor.ingestDate("2024-01-02", data: .file("2024-01-02.csv.gz"))
print("\(result.records) bars in \(result.files)")

let reader = try ingestor.batches("2024-01-02", data: .file("2024-01-02.csv.gz"))
while let batch = try reader.next() {
  print("\(batch.rowCount) bars in memory")
}

let streaming = try StreamingIngestor(
  dataType: "stocks_minute", outputRoot: "data/lake", chunkSize: 50_000)
do {
  _ = try streaming.ingestDate("2024-01-02", data: .file("bars.csv"), symbols: ["AAPL", "SPY"])
} catch {
  print(error.code, error.line ?? 0, error.column ?? "", error.token ?? "")
}
