#ifndef BARLAKE_CARROW_H
#define BARLAKE_CARROW_H

// The three structs by which tables are handed from one library to another inside a process, and
// nothing else: whoever has these declarations needs no Arrow library. Their layout is fixed for
// good by Arrow's `format/CDataInterface.rst` and `format/CStreamInterface.rst`. The guards have
// Arrow's own names, so that this header and another one with the same structs can be included
// together.

#include <stdint.h>

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

// Bits of `ArrowSchema.flags`.
#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

/// The type of an array and, for a struct array, of each of its fields.
struct ArrowSchema {
  /// The type, or of a dictionary-encoded array the type of its indices, as a short text.
  const char *format;
  const char *name;
  const char *metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema **children;
  /// The type of the dictionary's values; NULL without a dictionary.
  struct ArrowSchema *dictionary;
  /// Frees what the struct refers to and sets itself to NULL; NULL where that has been done.
  void (*release)(struct ArrowSchema *);
  void *private_data;
};

/// The buffers of an array.
struct ArrowArray {
  int64_t length;
  int64_t null_count;
  /// Elements before the first one of this array, in every buffer.
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void **buffers;
  struct ArrowArray **children;
  struct ArrowArray *dictionary;
  /// Frees what the struct refers to and sets itself to NULL; NULL where that has been done.
  void (*release)(struct ArrowArray *);
  void *private_data;
};

#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

/// Arrays of one type, asked for one after another.
struct ArrowArrayStream {
  /// Writes the type of the arrays; returns 0 or an errno.
  int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
  /// Writes the next array, or a released one at the end; returns 0 or an errno.
  int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
  /// What the last failed call found, until the next call; NULL if there is nothing to tell.
  const char *(*get_last_error)(struct ArrowArrayStream *);
  void (*release)(struct ArrowArrayStream *);
  void *private_data;
};

#endif

#endif
