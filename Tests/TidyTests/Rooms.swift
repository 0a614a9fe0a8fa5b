/// The rooms of the core, of `FlatFiles` and of `Sync`, the folders of these targets, and what each
/// may refer to.
///
/// Source: `docs/architecture.md`, "Rooms".
enum Rooms {
  /// Each room with those that it may refer to.
  private static let allowed = ["BarLake": core, "FlatFiles": flatFiles, "Sync": sync]

  private static let flatFiles: [String: Set<String>] = [
    "Signing": [], "Transfer": ["Signing"], "Configuration": ["Signing", "Transfer"],
    "Catalog": [], "Mirror": ["Signing", "Transfer", "Catalog"],
  ]

  private static let sync: [String: Set<String>] = ["Planning": [], "Running": ["Planning"]]

  private static let core: [String: Set<String>] = {
    let base: Set = ["Errors", "Market"]
    let given = base.union(["Options"])
    let watched = given.union(["Memory"])
    let halves = watched.union(["Reading", "Lake"])
    return [
      "Errors": [], "Market": ["Errors"], "Options": base, "Memory": given, "Reading": watched,
      "Lake": watched, "Writing": halves, "Engines": halves.union(["Writing"]),
      "Ingestors": halves.union(["Writing", "Engines"]),
    ]
  }()

  /// A room, what it may refer to, and the name of a file in there.
  private typealias Place = (room: String, allowed: Set<String>, name: String)

  /// The place of a file of a target with rooms; nil for a file in none.
  private static func room(of path: String) -> Place? {
    let parts = path.split(separator: "/").map(String.init)
    guard parts.count == 4, let allowed = allowed[parts[1]]?[parts[2]] else { return nil }
    return (parts[2], allowed, "\(parts[2])/\(parts[3])")
  }

  /// Files that are in no room.
  static func strayFiles(of target: Sources) -> [String] {
    target.files.map(\.path).filter { room(of: $0) == nil }
  }

  /// References from a file to a type of a room that it may not refer to.
  static func wrongArrows(of target: Sources) -> [String] {
    let places = Dictionary(target.topLevelTypes.map { ($0.name, $0.path) }) { first, _ in first }
    var arrows: [String] = []
    for (path, words) in target.words {
      guard let from = room(of: path) else { continue }
      let targets = Set(words.compactMap { places[String($0)] }).sorted()
      for target in targets {
        guard let to = room(of: target), to.room != from.room,
          !from.allowed.contains(to.room)
        else { continue }
        arrows.append("\(from.name) → \(to.name)")
      }
    }
    return arrows
  }
}
