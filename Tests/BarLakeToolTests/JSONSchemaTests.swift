import BarLake
import BarLakeAdapterProtocol
import BarLakeSync
import BarLakeTestSupport
import FlatFiles
import Foundation
import LakeInspection
import Testing

/// The schemas of what the command prints. `Conformance/check_json.py` validates output by them.
@Suite struct JSONSchemaTests {
  private static let lists: [(schema: String, values: [String])] = [
    ("common", MarketDataType.allCases.map(\.rawValue)),
    ("common", Profile.allCases.map(\.rawValue)),
    ("common", Partitioning.allCases.map(\.rawValue)),
    ("common", ExtraColumnType.allCases.map(\.rawValue)),
    ("error", ErrorCode.allCases.map(\.rawValue)),
    ("status-calendar", CalendarDay.State.allCases.map(\.rawValue)),
    ("verify", LakeFinding.Kind.allCases.map(\.rawValue)),
    ("verify", LakeNote.Kind.allCases.map(\.rawValue)),
    ("config-show", ProcessingMode.allCases.map(\.rawValue)),
    ("common", DownloadError.Code.allCases.map(\.rawValue)),
    ("common", SyncTask.Reason.allCases.map(\.rawValue)),
    ("plan", SyncWork.Engine.allCases.map(\.rawValue)),
    ("plan", FractionalVolume.allCases.map(\.rawValue)),
  ]

  @Test(arguments: lists)
  func `a closed list of a schema is the library's`(_ schema: String, _ values: [String]) throws {
    let bytes = try Repository.read("docs/schemas/\(schema).schema.json")
    let found = Self.enumerations(of: try JSONDecoder().decode(JSONValue.self, from: Data(bytes)))
    #expect(found.contains(values.map(JSONValue.string)), "\(found)")
  }

  /// Every `enum` of a schema.
  private static func enumerations(of schema: JSONValue) -> [[JSONValue]] {
    switch schema {
    case .object(let members):
      members.flatMap { name, value in
        if name == "enum", case .array(let values) = value { return [values] }
        return enumerations(of: value)
      }
    case .array(let values): values.flatMap(enumerations)
    default: []
    }
  }
}
