package import BarLakeBytes
package import BarLakeParquetFormat

/// The codecs of libraries that the machine may have.
package struct SharedCodecs: Sendable {
  package var zstd: SharedCodec?
  package var lz4: SharedCodec?

  package init(zstd: SharedCodec?, lz4: SharedCodec?) {
    self.zstd = zstd
    self.lz4 = lz4
  }

  /// Those of this machine.
  package static let system = SharedCodecs(zstd: .zstd, lz4: .lz4)

  /// What is not supported where the library of `codec` is missing, and how to install it.
  package static func missing(_ codec: CompressionCodec) -> ParquetReadingError.Reason {
    let (library, installation) =
      codec == .zstd
      ? (SharedCodec.zstdLibrary, SharedCodec.zstdInstallation)
      : (SharedCodec.lz4Library, SharedCodec.lz4Installation)
    return .unsupported("\(codec) needs \(library), which is not installed (\(installation))")
  }
}
