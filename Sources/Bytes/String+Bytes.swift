#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension String {
  /// Whether the UTF-8 of this text stands before that of `other`, byte by byte. Texts that Unicode
  /// takes for the same, and `==` with it, may still differ in their bytes.
  package func precedesInBytes(_ other: String) -> Bool {
    var (one, two) = (self, other)
    return one.withUTF8 { one in
      two.withUTF8 { two in
        guard let left = one.baseAddress, let right = two.baseAddress else {
          return one.count < two.count
        }
        // SAFETY: both buffers live until their closures return, and have this many bytes at least.
        let order = unsafe memcmp(left, right, min(one.count, two.count))
        return order == 0 ? one.count < two.count : order < 0
      }
    }
  }
}
