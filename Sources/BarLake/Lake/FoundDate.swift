package import BarLakeBytes
internal import BarLakeCommitting

/// The state of a date that is to be ingested, as it was found under the date's lock, and the
/// settings of the ingest.
package struct FoundDate: Sendable {
  /// The paths of the date, for the partitioning of the lake.
  package let layout: LakeLayout
  /// The options of the call, in which settings may be open.
  let callOptions: IngestOptions
  let settings: SettingsInForce
  /// Whether the date is done.
  package let isDone: Bool
  /// What the date's manifest says of its source.
  package let recordedSource: SourceRecord?
  /// The paths of the files that the date's manifest lists.
  package let recordedPaths: Set<ExactText>
  /// These paths, and those of the date's publishing list.
  package let earlierPaths: Set<ExactText>
  /// Who else may go on with what is made.
  let sharing: FolderSharing

  /// The call's options with the settings in force.
  package var options: IngestOptions { settings.options }

  /// A warning if the settings of the data type were lost and are taken from a file.
  package var warning: String? {
    guard let loss = settings.loss, let source = settings.source else { return nil }
    return "\(layout.settings) is \(loss.rawValue); what it should say is taken from \(source)"
  }
}
