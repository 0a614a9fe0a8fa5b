package import BarLake

/// A line of a plan about what is not to be done.
package struct PlanNote: Sendable {
  package enum Content: Sendable {
    /// The date is done, its source is another now, and the call leaves such dates as they are.
    case reissued(ListedFile)
    /// The source has no file of a trading day.
    case notPublished(CalendarDate)
    /// As ``notPublished(_:)``; the day is so recent that its file may still come.
    case awaited(CalendarDate)
    /// A key that no ingestor reads, and why.
    case unsupported(String, String)
    /// A day, or a part of the source, that cannot be used.
    case refused(IngestError)
  }

  package var content: Content
  package var dataType: MarketDataType

  package init(_ content: Content, _ dataType: MarketDataType) {
    self.content = content
    self.dataType = dataType
  }

  /// The day that the line is about; nil if it is about none.
  package var date: CalendarDate? {
    switch content {
    case .reissued(let file): file.date
    case .notPublished(let day), .awaited(let day): day
    case .unsupported: nil
    case .refused(let error): error.date.flatMap { try? CalendarDate($0) }
    }
  }
}

extension PlanNote: Encodable {
  private enum CodingKeys: String, CodingKey {
    case kind, date, key, etag, reason
    case dataType = "data_type"
    case sourceBytes = "source_bytes"
  }

  /// Encodes the line of a plan.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    if case .refused(let error) = content {
      try error.encode(to: encoder)
    } else {
      try container.encodeIfPresent(date, forKey: .date)
    }
    try container.encode(dataType, forKey: .dataType)
    switch content {
    case .reissued(let file):
      try container.encode("reissued", forKey: .kind)
      try container.encode(file.key, forKey: .key)
      try container.encode(file.byteCount, forKey: .sourceBytes)
      try container.encodeIfPresent(file.etag, forKey: .etag)
    case .notPublished: try container.encode("not_published", forKey: .kind)
    case .awaited: try container.encode("not_yet_published", forKey: .kind)
    case .unsupported(let key, let reason):
      try container.encode("unsupported", forKey: .kind)
      try container.encode(key, forKey: .key)
      try container.encode(reason, forKey: .reason)
    case .refused: try container.encode("refused", forKey: .kind)
    }
  }
}
