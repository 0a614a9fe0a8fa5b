internal import BarLakeColumnar
internal import CBarLakeArrow

/// A type in the terms of the C data interface.
struct SchemaLayout {
  var format: String
  var name = ""
  var flags: Int64 = 0
  var children: [SchemaLayout] = []
  /// At most one.
  var dictionary: [SchemaLayout] = []

  /// The type of the struct arrays for batches.
  init(_ schema: Schema) {
    format = "+s"
    children = schema.fields.map { SchemaLayout($0) }
  }

  private init(_ field: Field) {
    format = field.type.arrowFormat
    name = field.name
    flags = field.isNullable ? Int64(ARROW_FLAG_NULLABLE) : 0
    dictionary = field.type.arrowDictionaryFormat.map { [SchemaLayout(format: $0)] } ?? []
  }

  private init(format: String) {
    self.format = format
    flags = Int64(ARROW_FLAG_NULLABLE)
  }
}

/// The memory to which an exported `ArrowSchema` refers until it is released. Each schema of the
/// tree has its own object, as for arrays.
@safe final class ExportedSchema {
  private let format: CText
  private let name: CText
  private let children: ExportedStructs<ArrowSchema>
  /// At most one.
  private let dictionary: ExportedStructs<ArrowSchema>

  /// Writes `layout` to `target`. The previous content of `target` is not read.
  static func export(_ layout: SchemaLayout, to target: UnsafeMutablePointer<ArrowSchema>) {
    let owner = ExportedSchema(layout)
    // SAFETY: as for arrays: the caller vouches for `target`, and `owner` lives until the release.
    unsafe target.initialize(
      to: ArrowSchema(
        format: owner.format.start, name: owner.name.start, metadata: nil, flags: layout.flags,
        n_children: Int64(layout.children.count), children: owner.children.table,
        dictionary: owner.dictionary.start, release: releaseSchema,
        private_data: Unmanaged.passRetained(owner).toOpaque()))
  }

  private init(_ layout: SchemaLayout) {
    format = CText(layout.format)
    name = CText(layout.name)
    // SAFETY: each struct is written to the place that was made for it.
    unsafe children = ExportedStructs(layout.children) { unsafe Self.export($0, to: $1) }
    unsafe dictionary = ExportedStructs(layout.dictionary) { unsafe Self.export($0, to: $1) }
  }
}

extension ArrowSchema: ReleasableStruct {
  static func release(_ place: UnsafeMutablePointer<ArrowSchema>) {
    // SAFETY: as for arrays.
    if let release = unsafe place.pointee.release { unsafe release(place) }
  }
}

/// The release callback of every exported schema. It may be called from any thread, and a second
/// call does nothing.
private func releaseSchema(_ schema: UnsafeMutablePointer<ArrowSchema>?) {
  // SAFETY: as for arrays.
  guard let schema = unsafe schema, let owner = unsafe schema.pointee.private_data,
    unsafe schema.pointee.release != nil
  else { return }
  unsafe schema.pointee.release = nil
  unsafe schema.pointee.private_data = nil
  unsafe Unmanaged<ExportedSchema>.fromOpaque(owner).release()
}
