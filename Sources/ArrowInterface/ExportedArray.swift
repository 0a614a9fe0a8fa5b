internal import CArrow

/// What an exported `ArrowArray` refers to, until it is released: buffers, children, dictionary.
///
/// Every array of a tree has one of its own, so that a child that was moved out of its parent lives
/// on when the parent is released.
@safe final class ExportedArray {
  private let buffers: [HeldBuffer]
  private let bufferTable: UnsafeMutablePointer<UnsafeRawPointer?>
  private let children: UnsafeMutableBufferPointer<ArrowArray>
  private let childTable: UnsafeMutablePointer<UnsafeMutablePointer<ArrowArray>?>
  /// One, or none.
  private let dictionary: UnsafeMutableBufferPointer<ArrowArray>

  /// Writes `layout` to `target`, whose content before is not looked at.
  static func export(_ layout: ArrayLayout, to target: UnsafeMutablePointer<ArrowArray>) {
    let owner = ExportedArray(layout)
    // SAFETY: the caller vouches for `target`. What the struct points to belongs to `owner`, which
    // the reference in `private_data` keeps until the release.
    unsafe target.initialize(
      to: ArrowArray(
        length: Int64(layout.length), null_count: Int64(layout.nullCount),
        offset: Int64(layout.offset), n_buffers: Int64(layout.buffers.count),
        n_children: Int64(layout.children.count), buffers: owner.bufferTable,
        children: owner.childTable, dictionary: owner.dictionary.baseAddress,
        release: releaseArray, private_data: Unmanaged.passRetained(owner).toOpaque()))
  }

  private init(_ layout: ArrayLayout) {
    // SAFETY: each table is allocated for as many elements as are written to it, and freed in
    // `deinit`; it is nobody else's before.
    buffers = layout.buffers
    unsafe bufferTable = .allocate(capacity: layout.buffers.count)
    for index in layout.buffers.indices {
      unsafe (bufferTable + index).initialize(to: layout.buffers[index].address)
    }
    unsafe children = Self.exported(layout.children)
    unsafe dictionary = Self.exported(layout.dictionary)
    unsafe childTable = .allocate(capacity: layout.children.count)
    for index in layout.children.indices {
      unsafe (childTable + index).initialize(to: children.baseAddress! + index)
    }
  }

  private static func exported(
    _ layouts: [ArrayLayout]
  ) -> UnsafeMutableBufferPointer<ArrowArray> {
    // SAFETY: no layouts have no memory and a nil address; others are written one by one to memory
    // that was allocated for them.
    guard !layouts.isEmpty else {
      return unsafe UnsafeMutableBufferPointer(start: nil, count: 0)
    }
    let arrays = UnsafeMutableBufferPointer<ArrowArray>.allocate(capacity: layouts.count)
    for index in layouts.indices {
      unsafe export(layouts[index], to: arrays.baseAddress! + index)
    }
    return unsafe arrays
  }

  deinit {
    // SAFETY: the last reference is gone, so nobody reads the tables any more. A child that was
    // moved out has no `release` here: its new owner releases it. The others are released now, and
    // only then is the memory of the structs freed.
    for index in unsafe children.indices { unsafe Self.release(&children[index]) }
    for index in unsafe dictionary.indices { unsafe Self.release(&dictionary[index]) }
    unsafe children.deallocate()
    unsafe dictionary.deallocate()
    unsafe childTable.deallocate()
    unsafe bufferTable.deallocate()
  }

  private static func release(_ array: UnsafeMutablePointer<ArrowArray>) {
    // SAFETY: the struct is one of ours, or was changed by a consumer who keeps to the interface.
    if let release = unsafe array.pointee.release { unsafe release(array) }
  }
}

/// The release callback of every exported array; from any thread, and harmless when repeated.
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
