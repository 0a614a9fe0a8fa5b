import BarLake
import FlatFiles

// Setup
let config = try ConfigLoader()
let catalog = S3Catalog()
let downloader = try AsyncS3Downloader(config.credentials(for: "polygon"))
let ingestor = try PolarsIngestor(
  dataType: "stocks_daily", outputRoot: "data/lake", config: config)

// Download and ingest
let date = "2024-01-02"
let key = try catalog.stocksDailyKey(date: date)
let data = try await downloader.downloadOne("flatfiles", key)
let result = try ingestor.ingestDate(date, data: .bytes(data))

print("Ingested \(result.records) records")
