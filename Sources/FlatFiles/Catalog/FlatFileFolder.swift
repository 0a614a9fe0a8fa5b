package import BarLake
internal import BarLakeBytes

/// What is in two folders of the vendor's bucket, or of a copy of it, by their names, such as
/// `us_stocks_sip` and `day_aggs_v1` in it.
///
/// Source: `docs/flat-files.md`, FLAT-5.
package enum FlatFileFolder: Hashable, Sendable {
  /// Flat files of a data type.
  case bars(MarketDataType)
  /// Something that no ingestor reads, and why.
  case unsupported(UnsupportedKey)

  /// The meaning of the folder `feed` in the folder `asset`; nil if the vendor has no such folders.
  package init?(_ asset: String, _ feed: String) {
    guard let asset = Self.assets.first(where: { $0.folder.isSame(as: asset) }) else { return nil }
    if let type = MarketDataType.allCases.first(where: {
      $0.keyPrefix.isSame(as: "\(asset.folder)/\(feed)")
    }) {
      self = .bars(type)
      return
    }
    guard let feed = Self.feeds.first(where: { $0.folder.isSame(as: feed) }) else { return nil }
    self = .unsupported(
      UnsupportedKey(
        subject: "\(feed.name) of \(asset.name)", reason: asset.reason ?? feed.reason))
  }

  /// The meaning of the innermost two such folders of a path; nil if it has none.
  package init?(in path: String) {
    let parts = path.parts(separatedBy: "/").filter { !$0.isEmpty }
    let pairs = zip(parts, parts.dropFirst()).reversed()
    guard let found = pairs.lazy.compactMap({ FlatFileFolder($0, $1) }).first else { return nil }
    self = found
  }

  private struct Asset: Sendable {
    var folder: String
    var name: String
    /// Why no feed of the class is supported; nil if that depends on the feed.
    var reason: String?
  }

  /// The folders at the top of the bucket.
  ///
  /// Source: the vendor's documentation, "Flat Files", the overview and the columns of each class.
  private static let assets: [Asset] = {
    let futures = ["CME", "CBOT", "COMEX", "NYMEX"].map { exchange in
      Asset(
        folder: "us_futures_\(exchange.lowercased())", name: "futures of \(exchange)",
        reason: "futures trade in sessions that begin on the day before, and their files have "
          + "columns for them (session_end_date) that no data type here has")
    }
    return [
      Asset(folder: "us_stocks_sip", name: "stocks"),
      Asset(folder: "us_options_opra", name: "options"),
      Asset(
        folder: "us_indices", name: "indices",
        reason: "an index has no volume and no transactions, which every data type here needs"),
      Asset(
        folder: "global_crypto", name: "crypto",
        reason: "crypto trades on all days around the clock, so the trading calendar does not say "
          + "which days are missing"),
      Asset(
        folder: "global_forex", name: "forex",
        reason: "currencies trade around the clock on other days than the US exchanges, so the "
          + "trading calendar does not say which days are missing"),
    ] + futures
  }()

  private struct Feed: Sendable {
    var folder: String
    var name: String
    var reason: String
  }

  /// The folders below those of `assets`.
  private static let feeds = [
    Feed(folder: "trades_v1", name: "trades", reason: "trades are single deals and no bars"),
    Feed(folder: "quotes_v1", name: "quotes", reason: "quotes are offers and no bars"),
    Feed(folder: "day_aggs_v1", name: "day bars", reason: "no data type here is of them"),
    Feed(folder: "minute_aggs_v1", name: "minute bars", reason: "no data type here is of them"),
    Feed(
      folder: "session_aggs_v1", name: "session bars", reason: "no data type here is of them"),
    Feed(folder: "values_v1", name: "values", reason: "values are single and no bars"),
  ]
}
