package import BarLakeBytes

/// Paths name files of the local file system. Without this check a URL would name a folder below
/// the working directory, and the call would succeed there.
///
/// Source: `docs/spec.md`, API-4.3 and API-4.4.
package enum LocalPath {
  /// Throws `invalid_argument` if `path`, given for `name`, is a URL.
  package static func check(_ name: String, _ path: String) throws(IngestError) {
    guard path.isURL else { return }
    throw .invalidArgument(
      name, path,
      "a local path (download the file first, or mount it; write ./\(path) for a local name that "
        + "looks like a URL)")
  }

  /// Throws `invalid_argument` if `source` is a file whose path is a URL.
  package static func check(_ source: ByteSource) throws(IngestError) {
    if case .file(let path) = source { try check("the input", path) }
  }
}
