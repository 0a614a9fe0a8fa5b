internal import CBarLakeSharedCodecs

/// A decompressor of a library that the system may have. The library is looked for at run time, so
/// one build works with it and without it, and nothing is needed to build.
// SAFETY: the pointer is to functions that stay loaded, and that nothing changes after `init`.
package struct SharedCodec: @unchecked Sendable {
  /// The two libraries.
  @safe private enum Functions {
    case zstd(OpaquePointer)
    case lz4(OpaquePointer)
  }

  private let functions: Functions

  /// Zstandard of the system; nil if it has none. Loaded when it is first used.
  ///
  /// Source: RFC 8878.
  package static let zstd = SharedCodec(zstd: zstdLibrary)

  /// LZ4 blocks, without a frame, of the system; nil if it has none. Loaded when it is first used.
  ///
  /// Source: lz4 `doc/lz4_Block_format.md`.
  package static let lz4 = SharedCodec(lz4: lz4Library)

  #if canImport(Darwin)
    package static let zstdLibrary = "libzstd.1.dylib"
    package static let lz4Library = "liblz4.1.dylib"
    /// How to install each of the libraries.
    package static let zstdInstallation = "brew install zstd"
    package static let lz4Installation = "brew install lz4"
  #else
    package static let zstdLibrary = "libzstd.so.1"
    package static let lz4Library = "liblz4.so.1"
    /// How to install each of the libraries.
    package static let zstdInstallation = "apt install libzstd1"
    package static let lz4Installation = "apt install liblz4-1"
  #endif

  /// Nil if `library` is not there or is not libzstd.
  package init?(zstd library: String) {
    guard let pointer = unsafe barlake_zstd_load(library) else { return nil }
    unsafe functions = .zstd(pointer)
  }

  /// Nil if `library` is not there or is not liblz4.
  package init?(lz4 library: String) {
    guard let pointer = unsafe barlake_lz4_load(library) else { return nil }
    unsafe functions = .lz4(pointer)
  }

  /// The decompressed bytes of `input`; nil if they are not data of exactly `byteCount` bytes, or
  /// if other bytes follow.
  ///
  /// Cost: memory for `byteCount` bytes, which the caller must have checked.
  package func decompress(_ input: borrowing Span<UInt8>, byteCount: Int) -> [UInt8]? {
    var output = [UInt8](repeating: 0, count: byteCount)
    // SAFETY: both pointers cover live memory of the lengths passed with them, of which the
    // libraries neither read nor write more.
    let count = unsafe output.withUnsafeMutableBytes { target in
      unsafe input.withUnsafeBytes { source in
        switch functions {
        case .zstd(let zstd):
          unsafe barlake_zstd_decompress(
            zstd, source.baseAddress, source.count, target.baseAddress, target.count)
        case .lz4(let lz4):
          unsafe barlake_lz4_decompress(
            lz4, source.baseAddress, source.count, target.baseAddress, target.count)
        }
      }
    }
    return count == byteCount ? output : nil
  }
}
