package import BarLakeBytes

/// Paths are of this machine's file system. A URL in the place of one would be a folder of that
/// name below the working directory, and success a surprise.
///
/// Source: `docs/spec.md`, API-4.3 and API-4.4.
package enum LocalPath {
  /// Throws `invalid_argument` if `path`, given for `name`, is a URL.
  package static func check(_ name: String, _ path: String) throws(IngestError) {
    guard path.isURL else { return }
    throw .invalidArgument(
      name, path,
      "a path of this machine (download what the URL names first, or mount it; a local name that "
        + "looks like a URL is written ./\(path))")
  }

  /// Throws `invalid_argument` if `source` is a file that is named by a URL.
  package static func check(_ source: ByteSource) throws(IngestError) {
    if case .file(let path) = source { try check("the input", path) }
  }
}
