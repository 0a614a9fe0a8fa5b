/// What a status other than 200 and 206 means for a request.
///
/// Source: Amazon S3 API Reference, "Error responses", "List of error codes".
struct StatusJudge {
  var place: ObjectPlace
  var status: Int
  var error: ServiceError
  var retryAfter: Double?

  var fault: TransferFault {
    if error.code == "RequestTimeTooSkewed" {
      return TransferFault(
        kind: .final,
        error: reported(.clockSkew, remedy: "set this machine's clock, since requests are dated"))
    }
    switch status {
    case 403, 404:
      return TransferFault(
        kind: .refused, error: reported(.forbidden, remedy: "check the credentials and the key"))
    case 401:
      return TransferFault(
        kind: .final,
        error: reported(.credentials, remedy: "check the access key and its secret"))
    case 412: return TransferFault(kind: .replaced, error: reported(.objectReplaced, remedy: retry))
    case 416:
      return TransferFault(
        kind: .outsideObject, error: reported(.unexpectedResponse, remedy: retry))
    case 429, 503:
      return TransferFault(
        kind: .slowDown(after: retryAfter), error: reported(.unavailable, remedy: retry))
    case 408, 409, 425, 500...599:
      return TransferFault(
        kind: .retry(after: retryAfter), error: reported(.unavailable, remedy: retry))
    // The service did not receive the request in time.
    case 400 where error.code == "RequestTimeout":
      return TransferFault(
        kind: .retry(after: retryAfter), error: reported(.unavailable, remedy: retry))
    case 300..<400:
      return TransferFault(
        kind: .final,
        error: reported(
          .unexpectedResponse,
          remedy: "give the endpoint that it leads to: signed requests are not redirected"))
    default:
      return TransferFault(
        kind: .final,
        error: reported(
          .unexpectedResponse,
          remedy: "check the endpoint, the bucket and the credentials"))
    }
  }

  private var retry: String { "retry later" }

  private func reported(_ code: DownloadError.Code, remedy: String) -> DownloadError {
    let said = [error.code, error.message].compactMap { $0 }.joined(separator: ", ")
    return place.error(
      code, status: status, serviceCode: error.code,
      "the service answered \(status)" + (said.isEmpty ? "" : " (\(said))"), remedy: remedy)
  }
}
