/// The rooms of the core, the folders of `Sources/BarLake`, and what each may refer to.
///
/// Source: `docs/architecture.md`, "Rooms".
enum Rooms {
  /// Each room with those that it may refer to.
  private static let allowed: [String: Set<String>] = {
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

  /// The room of a file of the core, and its name in there; nil for a file in none.
  private static func room(of path: String) -> (room: String, name: String)? {
    let parts = path.split(separator: "/").map(String.init)
    guard parts.count == 4, allowed[parts[2]] != nil else { return nil }
    return (parts[2], "\(parts[2])/\(parts[3])")
  }

  /// Files that are in no room.
  static func strayFiles(of core: Sources) -> [String] {
    core.files.map(\.path).filter { room(of: $0) == nil }
  }

  /// References from a file to a type of a room that it may not refer to.
  static func wrongArrows(of core: Sources) -> [String] {
    let places = Dictionary(core.topLevelTypes.map { ($0.name, $0.path) }) { first, _ in first }
    var arrows: [String] = []
    for (path, words) in core.words {
      guard let from = room(of: path) else { continue }
      let targets = Set(words.compactMap { places[String($0)] }).sorted()
      for target in targets {
        guard let to = room(of: target), to.room != from.room,
          allowed[from.room]?.contains(to.room) != true
        else { continue }
        arrows.append("\(from.name) → \(to.name)")
      }
    }
    return arrows
  }
}
