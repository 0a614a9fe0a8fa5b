#include "CChecksum.h"

// The method is that of V. Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ
// Instruction" (Intel, 2009), for reflected bits. A CRC is the remainder of a polynomial, so bytes
// may be replaced by any bytes further on that have the same remainder. To move 64 bits on by n bits,
// they are multiplied by x^n modulo the polynomial. Four blocks of 16 bytes are moved on at a time, since
// the processor works on four products at once.

#if defined(__x86_64__)
#include <immintrin.h>

// x^(n+32), x^(n-32) modulo the polynomial, in reflected bits: for n = 512, from one block of 64 bytes
// to the next, and for n = 128, from 16 bytes to the next.
#define NEXT_64_BYTES _mm_set_epi64x(0x1c6e41596, 0x154442bd4)
#define NEXT_16_BYTES _mm_set_epi64x(0x0ccaa009e, 0x1751997d0)

__attribute__((target("pclmul"))) static inline __m128i moved(__m128i block, __m128i distance) {
  return _mm_xor_si128(_mm_clmulepi64_si128(block, distance, 0x00),
                       _mm_clmulepi64_si128(block, distance, 0x11));
}

static inline __m128i block_at(const uint8_t *bytes) {
  return _mm_loadu_si128((const __m128i *)bytes);
}

__attribute__((target("pclmul"))) static size_t fold(uint32_t state, const uint8_t *bytes,
                                                     size_t count, uint8_t *folded) {
  __m128i first = _mm_xor_si128(block_at(bytes), _mm_cvtsi32_si128((int)state));
  __m128i second = block_at(bytes + 16);
  __m128i third = block_at(bytes + 32);
  __m128i fourth = block_at(bytes + 48);
  size_t done = 64;
  for (; count - done >= 64; done += 64) {
    first = _mm_xor_si128(moved(first, NEXT_64_BYTES), block_at(bytes + done));
    second = _mm_xor_si128(moved(second, NEXT_64_BYTES), block_at(bytes + done + 16));
    third = _mm_xor_si128(moved(third, NEXT_64_BYTES), block_at(bytes + done + 32));
    fourth = _mm_xor_si128(moved(fourth, NEXT_64_BYTES), block_at(bytes + done + 48));
  }
  second = _mm_xor_si128(moved(first, NEXT_16_BYTES), second);
  third = _mm_xor_si128(moved(second, NEXT_16_BYTES), third);
  fourth = _mm_xor_si128(moved(third, NEXT_16_BYTES), fourth);
  _mm_storeu_si128((__m128i *)folded, fourth);
  return done;
}

size_t barlake_crc32_fold(uint32_t state, const uint8_t *bytes, size_t count, uint8_t *folded) {
  if (count < 64 || !__builtin_cpu_supports("pclmul")) return 0;
  return fold(state, bytes, count, folded);
}

#else

size_t barlake_crc32_fold(uint32_t state, const uint8_t *bytes, size_t count, uint8_t *folded) {
  (void)state, (void)bytes, (void)count, (void)folded;
  return 0;
}

#endif
