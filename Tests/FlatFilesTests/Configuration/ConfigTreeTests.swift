import BarLake
import FlatFiles
import Testing

@Suite struct ConfigTreeTests {
  private static func tree(_ values: [([String], ConfigValue)]) -> ConfigTree {
    var tree = ConfigTree()
    for (keys, value) in values { tree.set(value, at: keys, .standard) }
    return tree
  }

  @Test func `a value is found by its path, nested before dotted`() {
    let tree = Self.tree([
      (["a", "b"], 1), (["a.b"], 2), (["a", "c.d"], 3), (["e.f", "g"], 4), (["h"], .null),
    ])
    #expect(tree.found(at: "a.b")?.value == 1)
    #expect(tree.found(at: "a.c.d")?.value == 3)
    #expect(tree.found(at: "e.f.g")?.value == 4)
    #expect(tree.found(at: "a")?.value == ["b": 1, "c.d": 3])
    #expect(tree.found(at: "h") == nil && tree.found(at: "a.x") == nil)
    #expect(tree.found(at: "a.b.c") == nil)
  }

  @Test func `what is merged beats what is there, key by key, and keeps its origin`() {
    var tree = Self.tree([(["a", "b"], 1), (["a", "c"], 2), (["d"], [1, 2])])
    var other = ConfigTree()
    other.set(3, at: ["a", "b"], .environment("B"))
    other.set([4], at: ["d"], .environment("D"))
    tree.merge(other)
    #expect(tree.value == ["a": ["b": 3, "c": 2], "d": [4]])
    #expect(tree.found(at: "a.b")?.origin == .environment("B"))
    #expect(tree.found(at: "a.c")?.origin == .standard)
    #expect(tree.leaves.map(\.path) == ["a.b", "a.c", "d"])
  }

  @Test func `an empty line takes nothing away`() {
    var tree = Self.tree([(["a", "b"], 1)])
    tree.merge(Self.tree([(["a"], .null)]))
    #expect(tree.value == ["a": ["b": 1]])
  }

  @Test func `a value makes room for a dictionary, and the other way round`() {
    var tree = Self.tree([(["a"], 1), (["b", "c"], 2)])
    tree.set(3, at: ["a", "x"], .standard)
    tree.set(4, at: ["b"], .standard)
    #expect(tree.value == ["a": ["x": 3], "b": 4])
  }

  @Test func `dictionaries that lose all are dropped`() {
    let tree = Self.tree([(["a", "b", "c"], 1), (["a", "d"], 2)])
    #expect(tree.dropping { $0.keys.last == "c" }.value == ["a": ["d": 2]])
    #expect(tree.dropping { _ in true } == ConfigTree())
  }

  @Test func `keys are compared by their bytes`() {
    // "é" as one character and as two.
    let tree = Self.tree([(["\u{E9}"], 1), (["e\u{301}"], 2)])
    #expect(tree.members.count == 2)
    #expect(tree.found(at: "e\u{301}")?.value == 2)
  }
}
