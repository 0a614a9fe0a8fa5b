import BarLake
import BarLakeAdapterProtocol
import BarLakeBytes
import BarLakeConformanceKit
import BarLakeFlatFileServers
import BarLakeTestSupport
import Foundation
import Subprocess

/// A folder with flat files in it, in which the command is run.
final class Workplace: Sendable {
  static let bars = Array(
    """
    ticker,volume,open,close,high,low,window_start,transactions
    A,285140,139.05,138.0775,139.7444,137.3402,1704171600000000000,3525
    AAp,31295,17.19,17.14,17.21,17.13,1704171600000000000,299
    SPY,74897,33.37,32.96,33.45,32.76,1704171600000000000,891

    """.utf8)

  static let nextBars = Array(
    """
    ticker,volume,open,close,high,low,window_start,transactions
    A,262123,138.5,139,139.25,137.75,1704258000000000000,3311
    AAp,30001,17.1,17.2,17.25,17,1704258000000000000,280
    SPY,81234,33,33.5,33.625,32.5,1704258000000000000,930

    """.utf8)

  static let wrongBars = Array(
    """
    ticker,volume,open,close,high,low,window_start,transactions
    A,many,139.05,138.0775,139.7444,137.3402,1704171600000000000,3525

    """.utf8)

  static let resultKeys: Set<String> = [
    "date", "status", "records", "elapsed_time", "file_size_mb", "files", "memory_peak_percent",
    "memory_reduction_percent", "ignored_columns", "date_mismatch_rows", "unparsed_contracts",
    "rounded_volumes", "unmatched_symbols", "missing_extra_columns", "plain_text_chunks",
    "repeated_keys", "unordered_rows", "inconsistent_bars", "wrong_type_rows",
  ]

  static let errorKeys: Set<String> = [
    "status", "date", "code", "line", "column", "token", "offset", "message",
  ]

  private let folder: TemporaryFolder

  /// The folder.
  var path: String { folder.path }

  /// A folder with the files `2024-01-02.csv`, `2024-01-03.csv.gz`, and the wrong `2024-01-04.csv`.
  init() throws {
    folder = try TemporaryFolder()
    try put(Self.bars, at: "2024-01-02.csv")
    try put(GzipDeflater.deflate(Self.nextBars), at: "2024-01-03.csv.gz")
    try put(Self.wrongBars, at: "2024-01-04.csv")
  }

  func put(_ bytes: [UInt8], at name: String) throws { try folder.write(bytes, to: name) }

  func run(
    _ arguments: String..., input: [UInt8]? = nil
  ) async throws -> Command.Outcome {
    try await Command.barlake.run(arguments, in: folder.path, input: input)
  }

  /// `barlake ingest --type stocks_daily --lake lake` with more arguments.
  func ingest(
    _ arguments: String..., input: [UInt8]? = nil
  ) async throws -> Command.Outcome {
    try await Command.barlake.run(Self.ingest + arguments, in: folder.path, input: input)
  }

  /// As above, with a pipe that does not end; `signal` comes while something is staged.
  func interruptedIngest(
    _ arguments: [String], input: [UInt8], signal: Signal
  ) async throws -> Command.Outcome {
    try await Command.barlake.run(
      Self.ingest + arguments, in: folder.path, input: input, sending: signal
    ) { try !self.staged().isEmpty }
  }

  /// As above, while somebody else publishes; `signals` come at once.
  func repeatedlyInterruptedIngest(
    _ arguments: [String], signals: [Signal]
  ) async throws -> Command.Outcome {
    try FileSystem.createDirectories(folder.path("lake/.barlake/locks"))
    let lock = try FileLock(folder.path("lake/.barlake/locks/stocks_daily"))
    let outcome = try await Command.barlake.run(
      Self.ingest + arguments, in: folder.path, sendingAtOnce: signals
    ) { try !self.staged().isEmpty }
    _ = consume lock
    return outcome
  }

  private static let ingest = ["ingest", "--type", "stocks_daily", "--lake", "lake"]

  /// The objects that `text` holds, one a line.
  static func objects(_ text: String) throws -> [[String: JSONValue]] {
    try text.split(separator: "\n").map {
      try JSONDecoder().decode([String: JSONValue].self, from: Data($0.utf8))
    }
  }

  /// The paths of the lake's visible files, relative to it.
  func files(below directory: String = "lake") throws -> [String] {
    guard try FileSystem.status(folder.path(directory)) != nil else { return [] }
    return try FileSystem.names(in: folder.path(directory)).filter { !$0.hasPrefix(".") }
      .flatMap { name in
        let path = "\(directory)/\(name)"
        let isDirectory = try FileSystem.status(folder.path(path))?.kind == .directory
        return isDirectory ? try files(below: path) : [String(path.dropFirst("lake/".count))]
      }
  }

  /// The paths of all files below a folder, hidden ones too, relative to the workplace.
  func allFiles(below directory: String) throws -> [String] {
    try FileSystem.names(in: folder.path(directory)).flatMap { name in
      let path = "\(directory)/\(name)"
      let isDirectory = try FileSystem.status(folder.path(path))?.kind == .directory
      return isDirectory ? try allFiles(below: path) : [path]
    }
  }

  /// Puts `config/credentials.yaml` for one of the tests' servers.
  func putConfiguration(endpoint: String) throws {
    try FileSystem.createDirectories(folder.path("config"))
    let text = """
      polygon:
        s3:
          access_key_id: \(FakeCredentials.accessKeyID)
          secret_access_key: \(FakeCredentials.secretAccessKey)
          endpoint_url: \(endpoint)

      """
    try put(Array(text.utf8), at: "config/credentials.yaml")
  }

  func exists(_ path: String) throws -> Bool {
    try FileSystem.status(folder.path(path)) != nil
  }

  /// A file as text.
  func text(_ path: String) throws -> String {
    String(decoding: try FileSystem.read(folder.path(path)), as: UTF8.self)
  }

  /// What is left of a page that was being written.
  func remains() throws -> [String] {
    try FileSystem.names(in: folder.path).filter { $0.hasPrefix(".barlake-page") }
  }

  /// What is staged.
  func staged() throws -> [String] {
    let staging = folder.path("lake/.barlake/staging")
    guard try FileSystem.status(staging) != nil else { return [] }
    return try FileSystem.names(in: staging)
  }

  static func file(_ date: String) -> String {
    "stocks_daily/year=\(date.prefix(4))/month=\(date.dropFirst(5).prefix(2))/date=\(date).parquet"
  }
}
