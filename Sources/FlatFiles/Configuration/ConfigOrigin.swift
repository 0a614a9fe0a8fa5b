/// Where a value of the configuration comes from.
public enum ConfigOrigin: Hashable, Sendable {
  /// A file, and the place in it where the value begins; line and column count from 1, columns in
  /// Unicode scalars.
  case file(path: String, line: Int, column: Int)
  /// An environment variable, by its name.
  case environment(String)
  /// An argument of the call, by the name of the command's flag, such as `--endpoint`.
  case argument(String)
  /// No source gives the value, so it is the default.
  case standard
}

extension ConfigOrigin: CustomStringConvertible {
  /// The origin for people: `config/paths.yaml:3:7`, `environment DATA_ROOT`, `--endpoint` or
  /// `default`.
  public var description: String {
    switch self {
    case .file(let path, let line, let column): "\(path):\(line):\(column)"
    case .environment(let name): "environment \(name)"
    case .argument(let flag): flag
    case .standard: "default"
    }
  }
}
