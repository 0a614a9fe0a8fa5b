internal import CBarLakeArrow

/// A struct of the C data interface, which knows how it is released.
protocol ReleasableStruct {
  /// Releases the struct at `place`, unless that has been done.
  static func release(_ place: UnsafeMutablePointer<Self>)
}

/// The structs that an exported one refers to: its children, or its dictionary.
@safe final class ExportedStructs<Struct: ReleasableStruct> {
  private let structs: UnsafeMutableBufferPointer<Struct>
  /// The place of each, as the interface has children.
  let table: UnsafeMutablePointer<UnsafeMutablePointer<Struct>?>
  /// The place of the first, nil where there is none.
  var start: UnsafeMutablePointer<Struct>? { unsafe structs.baseAddress }

  /// Makes a struct of each layout, by `export`, which writes it to the place that it is given.
  init<Layout>(_ layouts: [Layout], _ export: (Layout, UnsafeMutablePointer<Struct>) -> Void) {
    // SAFETY: both tables are allocated for as many elements as are written to them, and freed in
    // `deinit`; no structs have a nil address, which is not used.
    unsafe table = .allocate(capacity: layouts.count)
    unsafe structs =
      layouts.isEmpty
      ? UnsafeMutableBufferPointer(start: nil, count: 0) : .allocate(capacity: layouts.count)
    for (index, layout) in layouts.enumerated() {
      let place = unsafe structs.baseAddress! + index
      unsafe export(layout, place)
      unsafe (table + index).initialize(to: place)
    }
  }

  deinit {
    // SAFETY: the last reference is gone, so nobody reads the tables any more. A struct that was
    // moved out has no `release` here: its new owner releases it. The others are released now, and
    // only then is their memory freed.
    for index in unsafe structs.indices { unsafe Struct.release(&structs[index]) }
    unsafe structs.deallocate()
    unsafe table.deallocate()
  }
}
