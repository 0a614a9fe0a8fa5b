#ifndef BARLAKE_CCHECKSUM_H
#define BARLAKE_CCHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/// Folds the start of `bytes` into the 16 bytes `folded`, so that the CRC-32 of `folded` and of the
/// bytes that were not folded, begun with a register of zero, is that of all `bytes`, begun with
/// `state`.
///
/// `state` is the register itself, without the inversions of zlib's `crc32`. Returns how many bytes
/// were folded, a multiple of 64; 0 if they are too few, or if the processor has no instruction for
/// it. Then `folded` is not written.
size_t barlake_crc32_fold(uint32_t state, const uint8_t *bytes, size_t count, uint8_t *folded);

#endif
