import Foundation
import LakeInspection

extension UTCTime {
  /// This moment.
  static var now: String {
    text(secondsSinceEpoch: Int(Date().timeIntervalSince1970.rounded(.down)))
  }
}
