/// The versions that files and manifests record.
public enum BarLakeVersion {
  /// The version of the program.
  public static let version = "1.0.0"
  /// The version of `docs/spec.md`.
  public static let specification = "1.1"
  /// The first version of the specification. Its lakes are read, continued and verified too.
  package static let firstSpecification = "1.0"
  /// The version in the form that `parquet.thrift` requires for `created_by`.
  package static let createdBy = "barlake version \(version) (build \(specification))"
}
