#if ISAL
  internal import CBarLakeISAL

  /// Inflates deflated data, without a wrapper, with ISA-L, which takes a third of zlib's time.
  /// Chosen by the package trait `ISAL`.
  ///
  /// Wrappers are read by us: ISA-L passes reserved flags over, and refuses a header's checksum
  /// that comes in pieces.
  ///
  /// Source: RFC 1951; ISA-L `igzip_lib.h`, `isal_inflate`.
  // SAFETY: the pointer to ISA-L's state never leaves the value, which has one owner.
  @safe struct DeflateStream: ~Copyable {
    // On the heap, since it is 100 KB and has to stay where it is.
    private let state: UnsafeMutablePointer<inflate_state>

    init() {
      // SAFETY: the structure is initialised before use, and only `deinit` frees it.
      unsafe state = .allocate(capacity: 1)
      unsafe isal_inflate_init(state)
      reset()
    }

    deinit { unsafe state.deallocate() }

    /// The CRC-32 of everything that was inflated since the last reset, once the data has ended.
    var checksum: UInt32 { unsafe state.pointee.crc }

    /// Begins other data.
    mutating func reset() {
      unsafe isal_inflate_reset(state)
      // The CRC-32 is computed, and no wrapper is read.
      unsafe state.pointee.crc_flag = UInt32(ISAL_GZIP_NO_HDR)
    }

    /// Inflates `input` from `position` on and moves `position`. Appends at most `limit` bytes to
    /// `output`. Returns their number, and whether the data has ended.
    mutating func inflate(
      _ input: ByteBuffer, from position: inout Int, into output: inout ByteBuffer,
      upTo limit: Int
    ) throws(GzipInflater.Damaged) -> (count: Int, hasEnded: Bool) {
      var status = ISAL_DECOMP_OK
      let count = unsafe output.fill(from: input, at: &position, upTo: limit) { source, target in
        // SAFETY: both pointers cover live memory of the lengths set beside them during the one
        // call that uses them. ISA-L does not write to its input.
        unsafe state.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
        unsafe state.pointee.avail_in = UInt32(source.count)
        unsafe state.pointee.next_out = target.baseAddress
        unsafe state.pointee.avail_out = UInt32(target.count)
        status = unsafe isal_inflate(state)
        return unsafe (
          source.count - Int(state.pointee.avail_in), target.count - Int(state.pointee.avail_out)
        )
      }
      if status < 0 { throw GzipInflater.Damaged(reason: Self.reason(status)) }
      guard unsafe state.pointee.block_state == ISAL_BLOCK_FINISH else { return (count, false) }
      // It reads up to eight bytes ahead, at the end the first ones of the trailer. They are of
      // this input: with those of an earlier one alone, it had ended there.
      position -= unsafe Int(state.pointee.read_in_length) / 8
      return (count, true)
    }

    private static func reason(_ status: Int32) -> String {
      switch status {
      case ISAL_INVALID_BLOCK: "invalid block"
      case ISAL_INVALID_SYMBOL: "invalid code"
      case ISAL_INVALID_LOOKBACK: "invalid distance too far back"
      default: "error \(status)"
      }
    }
  }
#endif
