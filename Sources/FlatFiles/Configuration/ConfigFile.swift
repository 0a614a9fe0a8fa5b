internal import BarLake
internal import BarLakeBytes
internal import Yams

/// Reads a file of YAML as a tree whose values know their line and column.
///
/// Texts, numbers, booleans and nulls are told apart as YAML 1.1 says, which is what the published
/// module does; days stay texts. Aliases and merge keys (`<<`) are followed.
///
/// Source: YAML 1.1, "Tag Repository"; `docs/flat-files.md`, FLAT-2.
package struct ConfigFile {
  /// The largest file, in bytes.
  package static let byteCountLimit = 1 << 20
  /// The largest number of values, after aliases are followed: a short file of nested aliases may
  /// stand for any number of them.
  package static let valueCountLimit = 10_000

  private let path: String
  /// Whether the file may have secrets: its values stay texts, since a key of digits is no number,
  /// and errors name neither values nor keys.
  private let isSecret: Bool
  private var valueCount = 0

  /// The content of the file `path`; nil if nothing is there.
  ///
  /// - Throws: `io_error` if it cannot be read, `invalid_argument` with a line and a column if it
  ///   is not a dictionary in YAML.
  package static func read(_ path: String, isSecret: Bool = false) throws(ConfigError)
    -> ConfigTree?
  {
    let bytes: [UInt8]
    do throws(SystemError) {
      guard try FileSystem.status(path) != nil else { return nil }
      bytes = try FileSystem.read(path, upTo: byteCountLimit + 1)
    } catch {
      throw ConfigError(code: .ioError, message: "\(error)")
    }
    var file = ConfigFile(path: path, isSecret: isSecret)
    return try file.tree(bytes)
  }

  private init(path: String, isSecret: Bool) {
    self.path = path
    self.isSecret = isSecret
  }

  private mutating func tree(_ bytes: [UInt8]) throws(ConfigError) -> ConfigTree {
    guard bytes.count <= Self.byteCountLimit else {
      throw wrong(1, 1, "the file is larger than \(Self.byteCountLimit) bytes")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw notText(bytes) }
    let root: Node?
    do {
      // The encoding is given, because the parser's default prints if a variable chooses another.
      root = try Parser(yaml: text, encoding: .utf8).singleRoot()
    } catch let error as YamlError {
      throw self.error(error, in: text)
    } catch {
      throw wrong(1, 1, "the file cannot be read as YAML")
    }
    guard let root else { return ConfigTree() }
    let tree = try self.tree(root)
    switch tree.content {
    case .members: return tree
    case .value(.null): return ConfigTree()
    case .value:
      throw .wrong(tree.origin, "the file is a dictionary of keys and values (KEY: VALUE)")
    }
  }

  private mutating func tree(_ node: Node) throws(ConfigError) -> ConfigTree {
    let origin = origin(of: node)
    valueCount += 1
    guard valueCount <= Self.valueCountLimit else {
      throw .wrong(origin, "the file has more than \(Self.valueCountLimit) values")
    }
    switch node {
    case .mapping(let mapping): return ConfigTree(.members(try members(mapping)), origin)
    case .sequence(let sequence):
      var values: [ConfigValue] = []
      for element in sequence { values.append(try tree(element).value) }
      return ConfigTree(.value(.array(values)), origin)
    case .scalar(let scalar): return ConfigTree(.value(value(scalar, node)), origin)
    case .alias: throw .wrong(origin, "an alias stands where a value is needed")
    }
  }

  /// The members of a mapping. Own keys beat those that a merge key brings, and an earlier merged
  /// mapping beats a later one.
  private mutating func members(_ mapping: Node.Mapping) throws(ConfigError)
    -> [ConfigTree.Member]
  {
    var own: [ConfigTree.Member] = []
    var keys: Set<ExactText> = []
    var merged: [Node] = []
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key else {
        throw .wrong(origin(of: key), "a key is a text")
      }
      if tagName(of: key) == .merge {
        if case .sequence(let parts) = value { merged += parts } else { merged.append(value) }
        continue
      }
      guard keys.insert(ExactText(scalar.string)).inserted else {
        throw .wrong(origin(of: key), repeated(scalar.string))
      }
      own.append(ConfigTree.Member(key: scalar.string, tree: try tree(value)))
    }
    var all = ConfigTree()
    for node in merged.reversed() {
      guard case .mapping = node else {
        throw .wrong(origin(of: node), "what is merged by << is a dictionary, or a list of them")
      }
      all.merge(try tree(node))
    }
    if merged.isEmpty { return own }
    all.merge(ConfigTree(.members(own), .standard))
    return all.members
  }

  private func value(_ scalar: Node.Scalar, _ node: Node) -> ConfigValue {
    let text = ConfigValue.string(scalar.string)
    switch tagName(of: node) {
    case .null: return .null
    case _ where isSecret: return text
    case .bool: return node.bool.map { .bool($0) } ?? text
    case .int: return node.int.map { .int($0) } ?? node.float.map { .double($0) } ?? text
    case .float: return node.float.map { .double($0) } ?? text
    default: return text
    }
  }

  private func tagName(of node: Node) -> Tag.Name { Tag.Name(rawValue: node.tag.description) }

  // MARK: Places and errors

  private func origin(of node: Node) -> ConfigOrigin {
    .file(path: path, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
  }

  private func wrong(_ line: Int, _ column: Int, _ message: String) -> ConfigError {
    .wrong(.file(path: path, line: line, column: column), message)
  }

  private func repeated(_ key: String) -> String {
    isSecret ? "a key occurs twice" : "the key \(key) occurs twice"
  }

  /// The error of bytes that are not UTF-8, at the first that are not.
  private func notText(_ bytes: [UInt8]) -> ConfigError {
    var lineNumber = 0
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      lineNumber += 1
      if String(validating: line, as: UTF8.self) != nil { continue }
      let scalars = String(decoding: line, as: UTF8.self).unicodeScalars
      return wrong(
        lineNumber, scalars.prefix { $0 != "\u{FFFD}" }.count + 1, "the text is not UTF-8")
    }
    return wrong(1, 1, "the text is not UTF-8")
  }

  /// The parser's error without the excerpts of the file that its own text has.
  private func error(_ error: YamlError, in text: String) -> ConfigError {
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let words = [context?.text, problem].compactMap { $0 }.joined(separator: ": ")
      return wrong(mark.line, mark.column, words)
    case .reader(let problem, let offset, _, _):
      let before = text.prefix(offset ?? 0).unicodeScalars
      let lineStart = before.lastIndex { $0 == "\n" }.map { before.index(after: $0) }
      return wrong(
        before.count { $0 == "\n" } + 1, before[(lineStart ?? before.startIndex)...].count + 1,
        problem)
    case .duplicatedKeysInMapping(let keys, let context):
      return wrong(context.mark.line, context.mark.column, repeated(keys.first ?? ""))
    default: return wrong(1, 1, "the file cannot be read as YAML")
    }
  }
}
