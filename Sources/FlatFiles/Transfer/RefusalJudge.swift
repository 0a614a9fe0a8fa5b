internal import BarLake
internal import BarLakeBytes
internal import Foundation
internal import LakeInspection

/// Finds out what a refusal of an object means. The vendor answers 403 for an object that is not
/// there, too, so the list of the bucket decides.
struct RefusalJudge: Sendable {
  let transport: S3Transport
  let place: ObjectPlace

  /// The fault that `refusal`, the answer 403 or 404, stands for.
  func judge(_ refusal: TransferFault) async throws -> TransferFault {
    guard let key = place.key else { return refusal }
    let listed = try await Listing(transport: transport, bucket: place.bucket, prefix: key).exact()
    guard listed == nil else { return listedButRefused(refusal) }
    var error = absent(key)
    error.status = refusal.error.status
    error.serviceCode = refusal.error.serviceCode
    return TransferFault(kind: .final, error: error)
  }

  private func listedButRefused(_ refusal: TransferFault) -> TransferFault {
    var error = refusal.error
    if error.status == 404 {
      error.code = .unavailable
      error.message += ", although the list of the bucket has the object"
      error.remedy = "retry later"
      return TransferFault(kind: .retry(after: nil), error: error)
    }
    error.code = .forbidden
    error.message += ", although the list of the bucket has the object"
    error.remedy = Self.reasons
    return TransferFault(kind: .final, error: error)
  }

  /// Why the vendor refuses an object.
  ///
  /// Source: Massive, Knowledge Base, "How do I get started with Flat Files and S3 on Massive?".
  private static let reasons =
    "see the vendor's dashboard: the plan may not include this data set, its history may begin "
    + "after this date, an agreement may not be signed yet, or the file may not be released yet"

  private func absent(_ key: String) -> DownloadError {
    guard let date = PublishedDay.date(ofKey: key) else {
      return place.error(
        .notPublished, "the list of the bucket has no such object",
        remedy: "check the key; the list of the bucket has those that there are")
    }
    if let closure = TradingCalendar.closure(on: date) {
      return place.error(
        .holiday, "the exchanges were closed on \(date): \(PublishedDay.text(closure))",
        remedy: "ask for a trading day")
    }
    if PublishedDay.isAwaited(date, now: transport.options.now()) {
      return place.error(
        .notYetPublished, "the list of the bucket does not have the file of \(date) yet",
        remedy: "retry later: the vendor publishes a day on the following one")
    }
    return place.error(
      .notPublished, "the list of the bucket has no file of \(date)",
      remedy: "check the data set and the date; the vendor may not have published this day")
  }
}
