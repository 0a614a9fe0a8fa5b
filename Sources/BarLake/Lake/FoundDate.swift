package import BarLakeBytes

/// A date as it was found under its lock, where there is something to ingest: over what, and by
/// which settings.
package struct FoundDate {
  /// Where things of the date lie, by the key that its settings divide it by.
  package let layout: LakeLayout
  /// The call's options, which may leave settings open.
  let callOptions: IngestOptions
  let settings: SettingsInForce
  /// Whether the date is done.
  package let isDone: Bool
  /// The places of the files that the date's manifest lists.
  package let recordedPaths: Set<ExactText>
  /// These, and the places where a run that did not end was about to publish.
  package let earlierPaths: Set<ExactText>

  /// The call's options with the settings in force.
  var options: IngestOptions { settings.options }
}
