/// Times to wait, as texts for people.
package enum DurationText {
  /// Seconds below a minute, minutes below an hour, and hours with minutes from then on; rounded
  /// up, so that a wait is never reported as none. `seconds` is at least 0.
  package static func text(_ seconds: Double) -> String {
    let whole = Int(min(seconds.rounded(.up), 1e9))
    if whole < 60 { return "\(whole) s" }
    let minutes = (whole + 59) / 60
    return minutes < 60 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
  }
}
