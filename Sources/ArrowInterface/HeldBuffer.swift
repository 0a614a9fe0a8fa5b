/// Memory that an exported array shows, and what keeps it alive.
@safe struct HeldBuffer {
  /// Where the elements begin; nil for a buffer that is left out.
  let address: UnsafeRawPointer?
  private let owner: AnyObject?

  /// The buffer that is left out: the validity of an array without nulls.
  static var absent: HeldBuffer { HeldBuffer() }

  private init() {
    unsafe address = nil
    owner = nil
  }

  /// The elements of `elements` where they stand, without a copy.
  init<Element: BitwiseCopyable>(_ elements: [Element]) {
    let holder = ElementHolder(elements)
    // SAFETY: the pointer outlives the closure, which the documentation of
    // `withUnsafeBufferPointer` does not promise to allow, so here is why it stays good. The
    // elements of an array of plain bits lie in one block of memory, which belongs to an object
    // that is counted; on every platform they are never bridged to another class. The block can
    // move or change only if an array that refers to it is written to while it is the only one that
    // does. `ElementHolder` has such a reference in a constant for as long as it lives, so nobody
    // else is the only one: another writer gets a copy of its own. The holder escapes to foreign
    // code by an unmanaged reference, so neither it nor the block can be placed on a stack. The
    // tests compare the address with the array's own, before and after, and watch the copy on
    // write.
    unsafe address = holder.elements.withUnsafeBytes { $0.baseAddress }
    owner = holder
  }
}

/// Keeps an array, and with it the place of its elements, as they are.
private final class ElementHolder<Element: BitwiseCopyable> {
  let elements: [Element]

  init(_ elements: [Element]) {
    self.elements = elements
  }
}
