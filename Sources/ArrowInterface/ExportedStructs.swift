internal import CBarLakeArrow

/// A struct of the C data interface with its release function.
protocol ReleasableStruct {
  /// Releases the struct at `place`, unless it is already released.
  static func release(_ place: UnsafeMutablePointer<Self>)
}

/// The structs to which an exported struct refers: its children, or its dictionary.
@safe final class ExportedStructs<Struct: ReleasableStruct> {
  private let structs: UnsafeMutableBufferPointer<Struct>
  /// The address of each struct, in the form that the interface requires for children.
  let table: UnsafeMutablePointer<UnsafeMutablePointer<Struct>?>
  /// The address of the first struct; nil if there is none.
  var start: UnsafeMutablePointer<Struct>? { unsafe structs.baseAddress }

  /// Makes one struct per layout; `export` writes it to the given address.
  init<Layout>(_ layouts: [Layout], _ export: (Layout, UnsafeMutablePointer<Struct>) -> Void) {
    // SAFETY: both tables are allocated for as many elements as are written to them, and freed in
    // `deinit`. Without structs the address is nil and is not used.
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
    // SAFETY: the last reference is gone, so no code reads the tables any more. A struct that was
    // moved out has no `release` here: its new owner releases it. The others are released now, and
    // only then is their memory freed.
    for index in unsafe structs.indices { unsafe Struct.release(&structs[index]) }
    unsafe structs.deallocate()
    unsafe table.deallocate()
  }
}
