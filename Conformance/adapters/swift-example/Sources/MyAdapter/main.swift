import BarLake
import BarLakeAdapter

try Adapter.serve(
  name: "my-adapter", version: "1.0",
  supports: [
    .stocksDaily, .stocksMinute, .optionsDaily, .optionsMinute, .gzip, .filter, .portable,
    .symbolPartitions,
  ]
) { request throws(IngestError) in
  MyIngestor(
    context: try IngestContext(
      dataType: request.dataType, outputRoot: request.outputRoot, config: request.config))
}
