internal import BarLake
internal import BarLakeBytes

/// Something that is wrong in a lake.
///
/// Source: `docs/spec.md`, VERIFY-1 to VERIFY-4.
public struct LakeFinding: Hashable, Sendable, Encodable {
  /// The subject of a finding.
  public enum Kind: String, CaseIterable, Encodable, Sendable {
    /// The settings of a data type are missing, cannot be read, or differ from a manifest's.
    case settings
    /// A manifest cannot be read, or is of another date or data type.
    case manifest
    /// A manifest lists a file that does not exist, or whose path cannot be one of its date. Or the
    /// requested date does not exist.
    case missing
    /// The size of a file is not the size in its manifest.
    case size
    /// A file or folder below the folder of a data type is in no manifest.
    case unlisted
    /// A run that died left it: a staging folder, or a publishing list.
    case leftover
    /// A file, or a part of it, cannot be read.
    case unreadable
    /// A file does not have the SHA-256 in its manifest, and no other check shows why.
    case content
    /// A file does not have the number of rows in its manifest, or its row groups do not have the
    /// required sizes.
    case rows
    /// The columns are not those of the lake.
    case schema
    /// Texts do not have the encoding that their column has in every file.
    case encoding
    /// The metadata of a file contradict its manifest.
    case metadata
    /// Statistics, or the page index, do not match the values.
    case statistics
    /// A value is not allowed here: null in a key column, or not the value in the file's path.
    case value
  }

  /// The subject of the finding.
  public var kind: Kind
  /// The path of the file or folder, relative to the lake.
  public var path: String
  /// What is wrong, for people.
  public var problem: String

  package init(kind: Kind, path: String, problem: String) {
    (self.kind, self.path, self.problem) = (kind, path, problem)
  }
}

extension LakeFinding: Comparable {
  /// Orders by the bytes of the path, then of the problem.
  public static func < (one: LakeFinding, other: LakeFinding) -> Bool {
    if one.path.precedesInBytes(other.path) { return true }
    return !other.path.precedesInBytes(one.path) && one.problem.precedesInBytes(other.problem)
  }
}
