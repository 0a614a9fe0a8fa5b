/// The keys that BarLake writes into a file's key-value metadata.
///
/// Source: `docs/spec.md`, PARQ-6.
package enum MetadataKey {
  package static let dataType = "barlake.data_type"
  package static let date = "barlake.date"
  package static let profile = "barlake.profile"
  package static let partitioning = "barlake.partitioning"
  package static let filter = "barlake.filter"
  package static let specVersion = "barlake.spec_version"
  package static let roundedVolumes = "barlake.rounded_volumes"
  /// The profile of a lake from whose values those of the file were made, where they lost digits.
  package static let convertedFrom = "barlake.converted_from"
  package static let arrowSchema = "ARROW:schema"
}
