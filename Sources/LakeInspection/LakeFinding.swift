internal import BarLake
internal import BarLakeBytes

/// Something in a lake that is not as it must be.
///
/// Source: `docs/spec.md`, VERIFY-1 to VERIFY-4.
public struct LakeFinding: Hashable, Sendable, Encodable {
  /// What a finding is about.
  public enum Kind: String, CaseIterable, Encodable, Sendable {
    /// The choices of a data type are missing, not readable, or not those of a manifest.
    case settings
    /// A manifest is not readable, or is of another date or data type.
    case manifest
    /// A manifest lists a file that is not there, or at a place that is none of its date's; or the
    /// one date that was asked for is not there.
    case missing
    /// A file has another size than its manifest says.
    case size
    /// Something lies in the folder of a data type that no manifest lists.
    case unlisted
    /// A run that died left it: a folder of staged files, or a list of files to publish.
    case leftover
    /// A file, or a part of it, cannot be read.
    case unreadable
    /// A file's bytes are not those that were written, by the SHA-256 in its manifest, and no other
    /// check tells which.
    case content
    /// A file has another number of rows than its manifest says, or row groups of another size than
    /// ours.
    case rows
    /// The columns are not those of the lake.
    case schema
    /// Texts are not encoded as their column's are in every file.
    case encoding
    /// A file says of itself what its manifest does not.
    case metadata
    /// Statistics, or the page index, are not those of the values.
    case statistics
    /// A value cannot be in this place: null in a key column, or not that of the file's path.
    case value
  }

  /// What the finding is about.
  public var kind: Kind
  /// The file or folder that it is about, relative to the lake.
  public var path: String
  /// What is wrong with it, for people.
  public var problem: String
}

extension LakeFinding: Comparable {
  /// By the bytes of the path, then of what is wrong.
  public static func < (one: LakeFinding, other: LakeFinding) -> Bool {
    if one.path.precedesInBytes(other.path) { return true }
    return !other.path.precedesInBytes(one.path) && one.problem.precedesInBytes(other.problem)
  }
}
