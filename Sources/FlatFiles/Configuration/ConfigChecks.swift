internal import BarLake
internal import BarLakeBytes
internal import Logging

/// Checks the values of a configuration that mean something here; an error names the place of the
/// wrong one.
///
/// Source: `docs/flat-files.md`, FLAT-2.
struct ConfigChecks {
  let tree: ConfigTree

  func check() throws(ConfigError) {
    try checkText("data_root")
    try checkMode("pipeline.mode")
    try checkMode("system_profile.recommended_mode")
    try checkLogLevel()
    try checkInteger("source.s3.max_retries", atLeast: 0)
    try checkInteger("source.s3.timeout_seconds", atLeast: 1)
    try checkInteger("optimizations.async_downloads.max_concurrent", atLeast: 1)
    try checkInteger("optimizations.async_downloads.connection_pool_size", atLeast: 1)
    try checkEndpoint()
    try checkBucket()
    try checkIngestOptions()
  }

  private func wrong(_ tree: ConfigTree, _ path: String, _ expected: String) -> ConfigError {
    .wrong(tree.origin, "\(path) is \(expected), not \(tree.value)")
  }

  private func checkText(_ path: String) throws(ConfigError) {
    guard let found = tree.found(at: path) else { return }
    guard case .value(.string(let text)) = found.content, !text.isEmpty else {
      throw wrong(found, path, "a text")
    }
  }

  private func checkMode(_ path: String) throws(ConfigError) {
    guard let found = tree.found(at: path) else { return }
    guard case .value(.string(let text)) = found.content,
      text == "adaptive" || ProcessingMode(rawValue: text) != nil
    else {
      let names = ["adaptive"] + ProcessingMode.allCases.map(\.rawValue)
      throw wrong(found, path, "one of \(names.joined(separator: ", "))")
    }
  }

  private func checkLogLevel() throws(ConfigError) {
    let path = "logging.level"
    guard let found = tree.found(at: path) else { return }
    guard case .value(.string(let text)) = found.content,
      Logger.Level(rawValue: text.lowercased()) != nil
    else {
      let names = Logger.Level.allCases.map { $0.rawValue.uppercased() }
      throw wrong(found, path, "one of \(names.joined(separator: ", "))")
    }
  }

  private func checkInteger(_ path: String, atLeast least: Int) throws(ConfigError) {
    guard let found = tree.found(at: path) else { return }
    guard case .value(.int(let number)) = found.content, number >= least else {
      throw wrong(found, path, "an integer of at least \(least)")
    }
  }

  /// Signatures cover the host, and requests have paths of their own, so an endpoint is a scheme, a
  /// host and perhaps a port. Its text is not repeated, because a password may stand in it.
  private func checkEndpoint() throws(ConfigError) {
    guard let found = tree.found(at: "source.s3.endpoint") else { return }
    guard case .value(.string(let text)) = found.content, (try? S3Endpoint(text)) != nil
    else {
      throw .wrong(
        found.origin,
        "the endpoint is http:// or https:// with a host and perhaps a port, and nothing more")
    }
  }

  private func checkBucket() throws(ConfigError) {
    let path = "source.s3.bucket"
    guard let found = tree.found(at: path) else { return }
    guard case .value(.string(let text)) = found.content, !text.isEmpty,
      text.utf8.allSatisfy({ byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: ".-_".utf8.contains(byte)
        }
      })
    else {
      throw wrong(found, path, "a name of letters, digits, dots, hyphens and underscores")
    }
  }

  /// Each option of an ingest by itself, so that its place is known. The ingestor's own checks say
  /// what is wrong.
  private func checkIngestOptions() throws(ConfigError) {
    for path in ConfigLoader.memoryLimits {
      if let limit = tree.found(at: path) { try check(path, limit) }
    }
    var options = tree.members.filter { !$0.key.isSame(as: "ingest") }
    for member in tree.found(at: "ingest")?.members ?? [] {
      options.append(.init(key: "ingest.\(member.key)", tree: member.tree))
    }
    for option in options where !option.tree.isNothing {
      try check(option.key, option.tree)
    }
  }

  private func check(_ path: String, _ option: ConfigTree) throws(ConfigError) {
    do throws(IngestError) {
      _ = try IngestOptions([path: option.value])
    } catch {
      throw .wrong(option.origin, error.message)
    }
  }
}
