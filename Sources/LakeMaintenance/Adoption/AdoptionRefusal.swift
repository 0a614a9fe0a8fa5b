internal import LakeInspection

/// Why a date is not adopted.
struct AdoptionRefusal: Error {
  /// At least one.
  let problems: [LakeFinding]

  init(_ problems: [LakeFinding]) {
    self.problems = problems
  }

  init(_ kind: LakeFinding.Kind, _ path: String, _ problem: String) {
    problems = [LakeFinding(kind: kind, path: path, problem: problem)]
  }
}
