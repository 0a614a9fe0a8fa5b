internal import BarLake
internal import BarLakeBytes
internal import BarLakeColumnar
internal import BarLakeParquetReading
internal import LakeInspection

/// A date whose files agree with each other about what they are, with the manifest that they would
/// have. Whether what they say is true is checked later.
struct AdoptableDate: Sendable {
  /// The paths of the date, for its partitioning.
  let layout: LakeLayout
  var manifest: Manifest
  /// What the files show of the settings of their data type.
  let settings: PartialLakeSettings

  /// Makes the date from its files.
  ///
  /// - Parameters:
  ///   - claims: what each file says; at least one.
  ///   - layout: the paths of the date.
  ///   - profile: the profile of files of another program; nil if such files are not adopted.
  init(
    _ claims: [FileClaims], of layout: LakeLayout, profile: Profile?
  ) throws(AdoptionRefusal) {
    let first = claims[0]
    let partitioning = try Self.partitioning(of: claims)
    let others = claims.filter { $0.origin != first.origin }
    if !others.isEmpty {
      throw AdoptionRefusal(
        others.map { other in
          LakeFinding(
            kind: .metadata, path: other.path,
            problem: "its metadata are not those of \(first.path): not written by one ingest")
        })
    }
    let layout = LakeLayout(
      root: layout.root, dataType: layout.dataType, date: layout.date,
      key: PartitionKey(layout.dataType, partitioning))
    let profile =
      try first.origin.map { origin throws(AdoptionRefusal) in
        try Self.profile(of: origin, in: first.path, layout, partitioning)
      } ?? profile
    guard let profile else {
      throw AdoptionRefusal(
        .metadata, first.path,
        "another program wrote it; --profile classic, or portable, adopts files with the columns "
          + "of that profile")
    }
    settings = try Self.settings(of: claims, layout.dataType, profile, partitioning)
    self.layout = layout
    manifest = Manifest(layout, try Self.files(claims, of: layout), profile: profile)
    manifest.adopted = first.origin == nil ? .foreign : .own
    if let origin = first.origin { manifest.specVersion = origin[MetadataKey.specVersion] }
  }

  private static func partitioning(
    of claims: [FileClaims]
  ) throws(AdoptionRefusal) -> Partitioning {
    func isOfSymbol(_ file: FileClaims) -> Bool { file.path.parts(separatedBy: "/").count == 5 }
    let symbolCount = claims.count(where: isOfSymbol)
    guard symbolCount == 0 || symbolCount == claims.count else {
      let whole = claims.first { !isOfSymbol($0) }
      throw AdoptionRefusal(
        .unlisted, (whole ?? claims[0]).path,
        "the date has this file and files of \(symbolCount) symbols, and may have only one kind")
    }
    return symbolCount == 0 ? .date : .symbol
  }

  /// The profile that BarLake wrote, if its other metadata are possible at this path.
  private static func profile(
    of origin: FileClaims.Origin, in path: String, _ layout: LakeLayout,
    _ partitioning: Partitioning
  ) throws(AdoptionRefusal) -> Profile {
    for (key, value) in [
      (MetadataKey.dataType, layout.dataType.rawValue),
      (MetadataKey.date, layout.date.description),
      (MetadataKey.partitioning, partitioning.rawValue),
    ] where !origin[key].isSame(as: value) {
      throw AdoptionRefusal(
        .metadata, path, "\(key): \(value) expected, \(origin[key]) found")
    }
    let versions = [BarLakeVersion.firstSpecification, BarLakeVersion.specification]
    guard let profile = Profile(rawValue: origin[MetadataKey.profile]),
      versions.contains(where: origin[MetadataKey.specVersion].isSame)
    else {
      throw AdoptionRefusal(
        .metadata, path,
        "profile \(origin[MetadataKey.profile]) of specification "
          + "\(origin[MetadataKey.specVersion]), which this version does not know")
    }
    return profile
  }

  private static func settings(
    of claims: [FileClaims], _ type: MarketDataType, _ profile: Profile,
    _ partitioning: Partitioning
  ) throws(AdoptionRefusal) -> PartialLakeSettings {
    guard
      let settings = PartialLakeSettings(
        claims[0].schema, of: type, profile: profile, partitioning: partitioning)
    else {
      throw AdoptionRefusal(
        .schema, claims[0].path,
        "its columns are not those of \(type.rawValue) in the profile \(profile.rawValue); barlake "
          + "inspect prints them, and barlake schema those of the profile")
    }
    let others = claims.filter { !$0.schema.isSame(as: claims[0].schema) }
    if others.isEmpty { return settings }
    throw AdoptionRefusal(
      others.map { other in
        LakeFinding(
          kind: .schema, path: other.path,
          problem: "its columns are not those of \(claims[0].path)")
      })
  }

  private static func files(
    _ claims: [FileClaims], of layout: LakeLayout
  ) throws(AdoptionRefusal) -> ManifestFiles {
    let sorted = claims.sorted { $0.path.precedesInBytes($1.path) }
    let (prefix, suffix) = layout.fileAffixes
    var names: [Range<Int>] = []
    var text: [UInt8] = []
    for file in sorted {
      let name = file.path.utf8.dropFirst(prefix.utf8.count).dropLast(suffix.utf8.count)
      names.append(text.count..<text.count + name.count)
      text += Array(name) + Array(file.sha256.utf8)
    }
    var files = ManifestFiles(of: layout, text: text)
    for (file, name) in zip(sorted, names) {
      let isAdded = files.append(
        name: name, sha256Start: name.upperBound, byteCount: file.byteCount,
        rowCount: file.rowCount)
      if !isAdded { throw AdoptionRefusal(.unlisted, file.path, "no file of the date") }
    }
    return files
  }
}
