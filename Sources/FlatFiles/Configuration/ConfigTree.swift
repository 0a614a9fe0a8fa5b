package import BarLake
internal import BarLakeBytes

/// Values of a configuration, each with its origin, in the order in which they were given.
package struct ConfigTree: Equatable, Sendable {
  /// What is at a place of the tree.
  package enum Content: Equatable, Sendable {
    /// A value that is not a dictionary.
    case value(ConfigValue)
    case members([Member])
  }

  /// A key of a dictionary, and what it has.
  package struct Member: Equatable, Sendable {
    package var key: String
    package var tree: ConfigTree
  }

  /// A value that is not a dictionary, with the keys that lead to it.
  package struct Leaf: Equatable, Sendable {
    package var keys: [String]
    package var value: ConfigValue
    package var origin: ConfigOrigin

    package init(keys: [String], value: ConfigValue, origin: ConfigOrigin) {
      self.keys = keys
      self.value = value
      self.origin = origin
    }

    package var path: String { keys.joined(separator: ".") }
  }

  package var content: Content
  package var origin: ConfigOrigin

  /// A tree without values.
  package init() {
    content = .members([])
    origin = .standard
  }

  package init(_ content: Content, _ origin: ConfigOrigin) {
    self.content = content
    self.origin = origin
  }

  /// The members; none if this is a value.
  package var members: [Member] {
    if case .members(let members) = content { members } else { [] }
  }

  /// Whether nothing is given here: a null, as an empty line of YAML is, or no member.
  package var isNothing: Bool { content == .value(.null) || content == .members([]) }

  /// The values that are not dictionaries, in order.
  package var leaves: [Leaf] { leaves(below: []) }

  private func leaves(below keys: [String]) -> [Leaf] {
    switch content {
    case .value(let value): [Leaf(keys: keys, value: value, origin: origin)]
    case .members(let members): members.flatMap { $0.tree.leaves(below: keys + [$0.key]) }
    }
  }

  /// All that is here, as one value.
  package var value: ConfigValue {
    switch content {
    case .value(let value): return value
    case .members(let members):
      var values: [String: ConfigValue] = [:]
      for member in members { values[member.key] = member.tree.value }
      return .dictionary(values)
    }
  }

  /// What is at the end of `keys`, each of which may be several keys joined by dots; nil if there
  /// is nothing. The more nested form has priority.
  ///
  /// Source: `docs/spec.md`, CONF-1.18.
  package func found(at keys: [String]) -> ConfigTree? {
    if keys.isEmpty { return isNothing ? nil : self }
    for count in 1...keys.count {
      let key = keys.prefix(count).joined(separator: ".")
      if let member = members.first(where: { $0.key.isSame(as: key) }),
        let found = member.tree.found(at: Array(keys.dropFirst(count)))
      {
        return found
      }
    }
    return nil
  }

  /// What is at the end of a dotted path.
  package func found(at path: String) -> ConfigTree? {
    found(at: path.parts(separatedBy: "."))
  }

  /// Puts a value at the end of `keys`. A value that is on the way makes room for a dictionary.
  package mutating func set(_ value: ConfigValue, at keys: [String], _ origin: ConfigOrigin) {
    merge(ConfigTree(.value(value), origin), at: keys)
  }

  /// Adds what `other` gives, as ``merge(_:)`` does, at the end of `keys`.
  package mutating func merge(_ other: ConfigTree, at keys: [String]) {
    merge(
      keys.reversed().reduce(other) { tree, key in
        ConfigTree(.members([Member(key: key, tree: tree)]), tree.origin)
      })
  }

  /// Adds what `other` gives, which beats what is here. Dictionaries are merged key by key; what
  /// `other` leaves empty takes nothing away.
  package mutating func merge(_ other: ConfigTree) {
    if other.isNothing { return }
    guard case .members(let added) = other.content, case .members(var members) = content else {
      self = other
      return
    }
    for member in added {
      if let place = members.firstIndex(where: { $0.key.isSame(as: member.key) }) {
        members[place].tree.merge(member.tree)
      } else {
        members.append(member)
      }
    }
    content = .members(members)
  }

  /// The tree without the leaves that `isDropped` chooses, and without dictionaries that lose all.
  package func dropping(where isDropped: (Leaf) -> Bool) -> ConfigTree {
    dropping(below: [], where: isDropped) ?? ConfigTree()
  }

  private func dropping(
    below keys: [String], where isDropped: (Leaf) -> Bool
  ) -> ConfigTree? {
    switch content {
    case .value(let value):
      return isDropped(Leaf(keys: keys, value: value, origin: origin)) ? nil : self
    case .members(let members):
      let kept = members.compactMap { member in
        member.tree.dropping(below: keys + [member.key], where: isDropped)
          .map { Member(key: member.key, tree: $0) }
      }
      return kept.isEmpty ? nil : ConfigTree(.members(kept), origin)
    }
  }
}
