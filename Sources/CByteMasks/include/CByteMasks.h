#ifndef BARLAKE_CBYTEMASKS_H
#define BARLAKE_CBYTEMASKS_H

#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/// Which of the 64 bytes from `bytes` on are equal to `byte`: bit n of the result is byte n.
///
/// A header, so that callers compile it into their loops. SSE2 belongs to every x86-64; elsewhere the
/// plain loop does the same, and compilers make vectors of it where they can.
static inline uint64_t barlake_mask_of_byte(const uint8_t *bytes, uint8_t byte) {
#if defined(__SSE2__)
  const __m128i wanted = _mm_set1_epi8((char)byte);
  uint64_t mask = 0;
  for (int part = 0; part < 4; part += 1) {
    const __m128i found =
        _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(bytes + 16 * part)), wanted);
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(found) << (16 * part);
  }
  return mask;
#else
  uint64_t mask = 0;
  for (int place = 0; place < 64; place += 1) {
    mask |= (uint64_t)(bytes[place] == byte) << place;
  }
  return mask;
#endif
}

#endif
