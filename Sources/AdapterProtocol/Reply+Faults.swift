extension Reply.Outcome {
  /// What is wrong with this as the answer to `operation`, or nil.
  package func fault(as operation: Request.Operation) -> String? {
    switch self {
    case .unsupported: return nil
    case .error(let error): return Self.fault(ofCode: error.code)
    case .success(let content):
      switch operation {
      case .ingest:
        guard let result = content.result else { return "a success of ingest has no result" }
        return Self.fault(of: result, in: ["success", "skipped"])
      case .ingestBatch:
        guard let results = content.results else {
          return "a success of ingest_batch has no results"
        }
        return results.lazy.compactMap(Self.fault(ofBatch:)).first
      case .statistics:
        return content.statistics == nil ? "a success of statistics has no statistics" : nil
      case .schema: return content.columns == nil ? "a success of schema has no columns" : nil
      case .open, .resetStatistics, .close, .settle, .bye: return nil
      }
    }
  }

  private static func fault(ofCode code: String) -> String? {
    ReportedError.codes.contains(code) ? nil : "\(code) is no error code"
  }

  private static func fault(ofBatch result: [String: JSONValue]) -> String? {
    guard result["status"] == .string("error") else {
      return fault(of: result, in: ["success", "skipped"])
    }
    guard case .object(let error)? = result["error"], case .string(let code)? = error["code"] else {
      return "a result of the status error has no error with a code"
    }
    return fault(ofCode: code)
  }

  private static func fault(
    of result: [String: JSONValue], in statuses: [String]
  ) -> String? {
    guard case .string(let status)? = result["status"], statuses.contains(status) else {
      return "a result has the status \(result["status"] ?? .null)"
    }
    guard case .integer(let records)? = result["records"], records >= 0 else {
      return "a result has the records \(result["records"] ?? .null)"
    }
    guard case .array(let files)? = result["files"],
      files.allSatisfy({ if case .string = $0 { true } else { false } })
    else { return "a result has the files \(result["files"] ?? .null)" }
    return nil
  }
}

extension ReportedError {
  /// The closed list of codes.
  ///
  /// Source: `docs/spec.md`, "Error codes".
  package static let codes: Set<String> = [
    "invalid_argument", "invalid_date", "unknown_data_type", "empty_input", "missing_column",
    "duplicate_column", "ragged_row", "bad_quote", "bad_encoding", "nul_byte", "bad_number",
    "out_of_range", "null_key", "bad_timestamp", "date_mismatch", "doubtful_bar",
    "record_too_long", "gzip_corrupt", "output_conflict", "memory_limit_exceeded", "io_error",
    "internal",
  ]
}
