#ifndef BARLAKE_CSYSTEMCALLS_H
#define BARLAKE_CSYSTEMCALLS_H

#include <stdint.h>
#include <sys/types.h>

/// Renames `source` to `target` and fails with EEXIST if `target` exists, in one atomic step.
///
/// Linux: renameat2(RENAME_NOREPLACE). macOS: renamex_np(RENAME_EXCL). Returns 0, or -1 with errno.
int barlake_rename_exclusive(const char *source, const char *target);

/// Waits until everything that was written to the file system of `descriptor` is on the disk.
///
/// Linux: syncfs, from 5.8 on, before which it does not tell of writes that failed (syncfs(2),
/// "Errors"). Elsewhere there is no such call, which is ENOSYS. Returns 0, or -1 with errno.
int barlake_synchronize_file_system(int descriptor);

/// Starts to write `byte_count` bytes of the file from `offset` on to the disk, and does not wait.
///
/// Linux: sync_file_range(SYNC_FILE_RANGE_WRITE). Elsewhere nothing happens. There is no result: an
/// error of the disk is reported by the fsync that must follow.
void barlake_start_writing(int descriptor, int64_t offset, int64_t byte_count);

/// Whether the kernel `release`, as in "6.1.0-18-amd64", tells by syncfs of writes that failed.
int barlake_syncfs_tells_errors(const char *release);

/// Reads entries of the open directory `descriptor` into `buffer`, as `getdents64` has them: each has
/// its own length in the 16 bits at byte 16, its kind at 18, and its terminated name from 19 on.
///
/// Linux: getdents64. Elsewhere ENOSYS. Returns the bytes that were read, 0 at the end, or -1 with
/// errno.
ssize_t barlake_read_entries(int descriptor, void *buffer, size_t byte_count);

/// Whether the process ignores `signal`, as a shell's background jobs do.
int barlake_is_signal_ignored(int signal);

/// Returns memory that the allocator keeps but does not use to the system, where that can be asked.
void barlake_release_free_memory(void);

/// Sets the allocator's policy for a program that allocates the same large buffers again and again:
/// few arenas, and freed memory kept for the next buffer until `barlake_release_free_memory`. To
/// return it at once and get it anew, page by page, took a tenth of an ingest's time. Does nothing
/// where the allocator has no such settings.
void barlake_tune_allocator(void);

/// Limits the data segment of another process, its private writable memory, to `byte_count` bytes: what
/// it asks for beyond that fails.
///
/// Linux: prlimit(RLIMIT_DATA), which counts as VmData of proc(5) does. Elsewhere there is no such
/// call, which is ENOSYS. Returns 0, or -1 with errno.
int barlake_limit_data(pid_t process, uint64_t byte_count);

/// Processors that this process may run on, at least 1.
int barlake_processor_count(void);

#endif
