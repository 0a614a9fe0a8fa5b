import BarLakeTestSupport
import Testing

/// The tables of what the published module promises, and of what shows the rules of flat files,
/// name tests that are there.
@Suite struct PublishedTableTests {
  /// A row of a table: what is published or the id of a rule, and what shows that it is kept.
  private struct Row {
    var published: String
    var references: [String]
  }

  /// The rows of a page's tables that have `columns` as their heads.
  private static func rows(
    of page: String = "docs/published-api.md",
    _ columns: [String] = ["published", "here", "shown by"]
  ) throws -> [Row] {
    let text = String(decoding: try Repository.read(page), as: UTF8.self)
    return text.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|").map { $0.trimmed }
      guard line.hasPrefix("|"), cells.count == columns.count, cells != columns,
        !cells[0].hasPrefix("-")
      else { return nil }
      let parts = cells[columns.count - 1].split(separator: "`", omittingEmptySubsequences: false)
      // What stands in backquotes is every second part.
      return Row(
        published: cells[0],
        references: parts.indices.filter { $0 % 2 == 1 }.map { String(parts[$0]) })
    }
  }

  @Test func `every rule of flat files has a row, and what it names exists`() throws {
    let page = "docs/flat-files.md"
    let text = String(decoding: try Repository.read(page), as: UTF8.self)
    let rules = text.matches(of: /\*\*((?:FLAT|TRANSFER)-\d+\.\d+)\*\* MUST\./).map {
      String($0.output.1)
    }
    let rows = try Self.rows(of: page, ["rule", "shown by"])
    #expect(rules.count > 30 && Set(rules).count == rules.count)
    #expect(rows.map(\.published).sorted() == rules.sorted())
    let evidence = try Evidence()
    for row in rows {
      #expect(!row.references.isEmpty, "\(row.published)")
      for reference in row.references {
        #expect(try evidence.has(reference), "\(row.published): \(reference)")
      }
    }
  }

  @Test func `every row names a test, a case or a script, and each exists`() throws {
    let rows = try Self.rows()
    let evidence = try Evidence()
    #expect(rows.count > 50)
    #expect(evidence.testCount > 300)
    for row in rows {
      #expect(!row.references.isEmpty, "\(row.published)")
      for reference in row.references {
        #expect(try evidence.has(reference), "\(row.published): \(reference)")
      }
    }
  }

  @Test func `nothing that is published has no counterpart`() throws {
    let page = String(decoding: try Repository.read("docs/published-api.md"), as: UTF8.self)
    #expect(!page.contains("no counterpart"))
  }

  @Test func `a file that does not exist shows nothing`() throws {
    let evidence = try Evidence()
    let there = [
      "PublishedTableTests: a file that does not exist shows nothing", "case filter/symbols",
      "Conformance/perf/memory.py", "Conformance/perf/memory.py: GROWTH_LIMIT = 0.05",
    ]
    let notThere = [
      "EvidenceTests: what is not there shows nothing", "PublishedTableTests: nothing",
      "case filter", "Conformance/perf/speed.py", "Conformance/perf", "",
      "Conformance/perf/memory.py: GROWTH_LIMIT = 0.5", "Conformance/perf/speed.py: LIMIT",
    ]
    #expect(try there.filter { try !evidence.has($0) } == [])
    #expect(try notThere.filter { try evidence.has($0) } == [])
  }

  @Test(arguments: [
    "BaseIngestor", "PolarsIngestor", "StreamingIngestor", "AdvancedMemoryMonitor", "data_type",
    "output_root", "config", "memory_monitor=None", "streaming=True", "chunk_size=100000",
    "ingest_date(date, data, symbols=None)", "ingest_batch(dates, data_map, symbols=None)",
    "ingest_lazy(date, data, symbols=None)", "get_statistics()", "reset_statistics()",
    "records_processed", "files_processed", "bytes_processed", "errors", "records",
    "elapsed_time", "automatic dtype detection", "50-70% memory reduction",
    "schema validation", "Snappy compression", "5-10x faster", "automatic parallelization",
    "native Arrow integration", "lazy evaluation", "garbage collection after each chunk",
    "incremental Parquet writing", "processes data in chunks", "slower than Polars", "<32GB RAM",
    "year=2024/month=01/date=2024-01-02.parquet", "`year`, `month`, `symbol`", "download_one",
    "S3Catalog", "get_stocks_daily_key", "AsyncS3Downloader", "ConfigLoader()",
    "ConfigLoader.get_credentials('polygon')", "PIPELINE_MODE", "MAX_MEMORY_GB", "LOG_LEVEL",
    "DATA_ROOT", "get(key_path, default=None)", "get_resource_limits()", "get_recommended_mode()",
    "get_data_root()", "save_config", "print_config()", "get_date_range_keys",
    "get_business_days", "get_missing_dates", "parse_key_metadata", "validate_key", "get_summary",
    "max_retries=5, timeout=60, max_pool_connections=50, max_concurrent=8", "download_batch",
    "download_to_file", "list_objects", "download_count", "retry_count", "error_count",
    "success_rate",
  ])
  func `every published name has a row`(_ name: String) throws {
    #expect(try Self.rows().contains { $0.published.contains(name) })
  }
}

extension Substring {
  /// Without the blanks around it.
  fileprivate var trimmed: String {
    var text = self
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
