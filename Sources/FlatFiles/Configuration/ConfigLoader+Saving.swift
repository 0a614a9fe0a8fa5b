internal import BarLake
internal import BarLakeBytes
internal import Yams

extension ConfigLoader {
  /// Writes the merged configuration as YAML, without its secrets: nothing of `credentials.yaml`,
  /// and no value that ``ConfigEntry/isSecret`` is true for. The file is complete or not there.
  ///
  /// Published as `save_config(output_path)`.
  ///
  /// - Parameter path: the file; nil for `current_config.yaml` in ``configDir``, which no loader
  ///   reads. Missing folders are made.
  /// - Throws: `io_error`.
  public func save(to path: String? = nil) throws(ConfigError) {
    let path = path ?? "\(configDir.isEmpty ? "." : configDir)/current_config.yaml"
    let text: String
    do {
      text = try serialize(
        node: Self.node(of: tree.dropping(where: SecretKey.isSecret)), allowUnicode: true)
    } catch {
      throw ConfigError(
        code: .internalError, message: "the configuration cannot be written: \(error)")
    }
    do throws(SystemError) {
      let folder = FileSystem.parent(of: path)
      try FileSystem.createDirectories(folder)
      try FileSystem.replace(
        path, with: Array(text.utf8),
        staged: "\(folder)/.current_config.\(FileSystem.randomIdentifier())")
    } catch {
      throw ConfigError(code: .ioError, message: "\(error)")
    }
  }

  private static func node(of tree: ConfigTree) throws -> Node {
    switch tree.content {
    case .value(let value): try node(of: value)
    case .members(let members):
      Node(try members.map { (node(of: $0.key), try node(of: $0.tree)) }, Tag(.map), .block)
    }
  }

  private static func node(of value: ConfigValue) throws -> Node {
    switch value {
    case .null: return Node("null", Tag(.null))
    case .bool(let flag): return try Node(flag)
    case .int(let number): return try Node(number)
    // The library writes 7.5 as 7.5e+0.
    case .double(let number) where number.isFinite: return Node("\(number)", Tag(.float))
    case .double(let number): return try Node(number)
    case .string(let text): return node(of: text)
    case .array(let values): return Node(try values.map(node), Tag(.seq), .block)
    case .dictionary(let values):
      let members = values.sorted { $0.key.precedesInBytes($1.key) }
      return Node(
        try members.map { (node(of: $0.key), try node(of: $0.value)) }, Tag(.map), .block)
    }
  }

  /// A text, in quotes if it would be read as something else without them.
  private static func node(of text: String) -> Node { .scalar(text.represented()) }
}
