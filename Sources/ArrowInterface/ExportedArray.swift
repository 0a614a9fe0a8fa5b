internal import CBarLakeArrow

/// The memory to which an exported `ArrowArray` refers until it is released: buffers, children,
/// dictionary.
///
/// Every array of a tree has its own object. So a child that was moved out of its parent lives on
/// when the parent is released.
@safe final class ExportedArray {
  private let buffers: [HeldBuffer]
  private let bufferTable: UnsafeMutablePointer<UnsafeRawPointer?>
  private let children: ExportedStructs<ArrowArray>
  /// At most one.
  private let dictionary: ExportedStructs<ArrowArray>

  /// Writes `layout` to `target`. The previous content of `target` is not read.
  static func export(_ layout: ArrayLayout, to target: UnsafeMutablePointer<ArrowArray>) {
    let owner = ExportedArray(layout)
    // SAFETY: the caller vouches for `target`. What the struct points to belongs to `owner`, which
    // the reference in `private_data` keeps until the release.
    unsafe target.initialize(
      to: ArrowArray(
        length: Int64(layout.length), null_count: Int64(layout.nullCount),
        offset: Int64(layout.offset), n_buffers: Int64(layout.buffers.count),
        n_children: Int64(layout.children.count), buffers: owner.bufferTable,
        children: owner.children.table, dictionary: owner.dictionary.start,
        release: releaseArray, private_data: Unmanaged.passRetained(owner).toOpaque()))
  }

  private init(_ layout: ArrayLayout) {
    // SAFETY: the table is allocated for as many elements as are written to it, and freed in
    // `deinit`. No other code has it before. Each struct is written to the place made for it.
    buffers = layout.buffers
    unsafe bufferTable = .allocate(capacity: layout.buffers.count)
    for index in layout.buffers.indices {
      unsafe (bufferTable + index).initialize(to: layout.buffers[index].address)
    }
    unsafe children = ExportedStructs(layout.children) { unsafe Self.export($0, to: $1) }
    unsafe dictionary = ExportedStructs(layout.dictionary) { unsafe Self.export($0, to: $1) }
  }

  deinit {
    // SAFETY: the last reference is gone, so no code reads the table any more.
    unsafe bufferTable.deallocate()
  }
}

extension ArrowArray: ReleasableStruct {
  static func release(_ place: UnsafeMutablePointer<ArrowArray>) {
    // SAFETY: the struct is one of ours, or was changed by a consumer that follows the interface.
    if let release = unsafe place.pointee.release { unsafe release(place) }
  }
}

/// The release callback of every exported array. It may be called from any thread, and a second
/// call does nothing.
private func releaseArray(_ array: UnsafeMutablePointer<ArrowArray>?) {
  // SAFETY: the interface hands back the struct, or a copy of it, that the callback was written in;
  // `private_data` is the reference made then, and is given up once, since the mark of a released
  // struct is set first.
  guard let array = unsafe array, let owner = unsafe array.pointee.private_data,
    unsafe array.pointee.release != nil
  else { return }
  unsafe array.pointee.release = nil
  unsafe array.pointee.private_data = nil
  unsafe Unmanaged<ExportedArray>.fromOpaque(owner).release()
}
