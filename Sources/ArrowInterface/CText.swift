/// A text for C: UTF-8 with a NUL at its end, at an address that does not change.
@safe final class CText {
  /// The first byte.
  let start: UnsafeMutablePointer<CChar>

  init(_ text: String) {
    let bytes = text.utf8CString
    // SAFETY: the memory is allocated for all bytes, each is written once, and `deinit` frees it.
    unsafe start = .allocate(capacity: bytes.count)
    for index in bytes.indices { unsafe (start + index).initialize(to: bytes[index]) }
  }

  deinit {
    // SAFETY: no code may keep the address longer than the object.
    unsafe start.deallocate()
  }
}
