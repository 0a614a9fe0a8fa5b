/// The keys of a file's own metadata.
///
/// Source: `docs/spec.md`, PARQ-6.
enum MetadataKey {
  static let dataType = "barlake.data_type"
  static let date = "barlake.date"
  static let profile = "barlake.profile"
  static let partitioning = "barlake.partitioning"
  static let filter = "barlake.filter"
  static let specVersion = "barlake.spec_version"
  static let roundedVolumes = "barlake.rounded_volumes"
  static let arrowSchema = "ARROW:schema"
}
