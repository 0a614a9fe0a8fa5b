#ifndef BARLAKE_CSHAREDCODECS_H
#define BARLAKE_CSHAREDCODECS_H

#include <stddef.h>
#include <stdint.h>

/// The functions of a libzstd, or of a liblz4, that the process has loaded. They stay loaded.
typedef struct barlake_zstd barlake_zstd;
typedef struct barlake_lz4 barlake_lz4;

/// Loads the libzstd with this file name. Null if the system has no such library, or one without the
/// functions. Safe in any thread.
const barlake_zstd *_Nullable barlake_zstd_load(const char *_Nonnull library);

/// Decompresses the Zstandard frames in the `byte_count` bytes of `source`, which must be complete and
/// have no other bytes after them, into at most `capacity` bytes at `target`. Returns the number of
/// bytes, or -1. Needs about 160 KB of its own, whatever the frames say of their window. Safe in any
/// thread.
int64_t barlake_zstd_decompress(const barlake_zstd *_Nonnull zstd, const void *_Nullable source,
                                size_t byte_count, void *_Nullable target, size_t capacity);

/// Loads the liblz4 with this file name, like `barlake_zstd_load`.
const barlake_lz4 *_Nullable barlake_lz4_load(const char *_Nonnull library);

/// Decompresses one LZ4 block, like `barlake_zstd_decompress`, and needs no memory.
int64_t barlake_lz4_decompress(const barlake_lz4 *_Nonnull lz4, const void *_Nullable source,
                               size_t byte_count, void *_Nullable target, size_t capacity);

#endif
