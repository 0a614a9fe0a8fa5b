/// The versions that files and manifests carry.
public enum BarLakeVersion {
  /// Of the program.
  public static let version = "1.0.0"
  /// Of `docs/spec.md`.
  public static let specification = "1.1"
  /// The first one, whose lakes are read, continued and verified too.
  package static let firstSpecification = "1.0"
  /// In the form that `parquet.thrift` asks of `created_by`.
  package static let createdBy = "barlake version \(version) (build \(specification))"
}
