#include "CSharedCodecs.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

// The declarations of zstd.h and lz4.h, which need not be installed. All are of the stable interface:
// the number in the library's file name changes if one of them does.

struct barlake_zstd {
  size_t (*decompress)(void *target, size_t capacity, const void *source, size_t byte_count);
  unsigned (*is_error)(size_t code);
};

struct barlake_lz4 {
  int (*decompress)(const char *source, char *target, int byte_count, int capacity);
};

static void *open_library(const char *library) {
  void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
#if defined(__APPLE__)
  // Homebrew's folder, where the loader does not look by itself.
  char path[256];
  if (!handle && snprintf(path, sizeof path, "/opt/homebrew/lib/%s", library) < (int)sizeof path) {
    handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  }
#endif
  return handle;
}

const barlake_zstd *barlake_zstd_load(const char *library) {
  void *handle = open_library(library);
  if (!handle) return NULL;
  barlake_zstd *zstd = malloc(sizeof *zstd);
  if (zstd) {
    *(void **)&zstd->decompress = dlsym(handle, "ZSTD_decompress");
    *(void **)&zstd->is_error = dlsym(handle, "ZSTD_isError");
    if (zstd->decompress && zstd->is_error) return zstd;
  }
  free(zstd);
  dlclose(handle);
  return NULL;
}

int64_t barlake_zstd_decompress(const barlake_zstd *zstd, const void *source, size_t byte_count,
                                void *target, size_t capacity) {
  size_t count = zstd->decompress(target, capacity, source, byte_count);
  return zstd->is_error(count) || count > capacity ? -1 : (int64_t)count;
}

const barlake_lz4 *barlake_lz4_load(const char *library) {
  void *handle = open_library(library);
  if (!handle) return NULL;
  barlake_lz4 *lz4 = malloc(sizeof *lz4);
  if (lz4) {
    *(void **)&lz4->decompress = dlsym(handle, "LZ4_decompress_safe");
    if (lz4->decompress) return lz4;
  }
  free(lz4);
  dlclose(handle);
  return NULL;
}

int64_t barlake_lz4_decompress(const barlake_lz4 *lz4, const void *source, size_t byte_count,
                               void *target, size_t capacity) {
  if (byte_count > INT_MAX || capacity > INT_MAX) return -1;
  return lz4->decompress(source, target, (int)byte_count, (int)capacity);
}
