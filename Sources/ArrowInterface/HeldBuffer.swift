/// The memory of an exported array's buffer, and the reference that keeps it alive.
@safe struct HeldBuffer {
  /// The address of the first element; nil for an absent buffer.
  let address: UnsafeRawPointer?
  private let owner: AnyObject?

  /// An absent buffer: the validity of an array without nulls.
  static var absent: HeldBuffer { HeldBuffer() }

  private init() {
    unsafe address = nil
    owner = nil
  }

  /// The elements of `elements` in place, without a copy.
  init<Element: BitwiseCopyable>(_ elements: [Element]) {
    let holder = ElementHolder(elements)
    // SAFETY: the pointer outlives the closure. The documentation of `withUnsafeBufferPointer` does
    // not allow this, so this comment explains why the pointer stays valid. The elements of an
    // array of plain bits lie in one block of memory, which belongs to a reference-counted object;
    // on no platform are they bridged to another class. The block moves or changes only if an array
    // that refers to it is written to while it is the only reference. `ElementHolder` keeps such a
    // reference in a constant as long as it lives, so no other array is the only one: another
    // writer gets a copy of its own. The holder escapes to foreign code through an unmanaged
    // reference, so neither it nor the block can be placed on a stack. The tests compare the
    // address with the array's own, before and after, and check the copy on write.
    unsafe address = holder.elements.withUnsafeBytes { $0.baseAddress }
    owner = holder
  }
}

/// Keeps an array, and so the address of its elements, unchanged.
private final class ElementHolder<Element: BitwiseCopyable> {
  let elements: [Element]

  init(_ elements: [Element]) {
    self.elements = elements
  }
}
