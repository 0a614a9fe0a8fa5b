#define _GNU_SOURCE
#include "CSystemCalls.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#if defined(__linux__)
#include <fcntl.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif
#endif

int barlake_rename_exclusive(const char *source, const char *target) {
#if defined(__APPLE__)
  return renamex_np(source, target, RENAME_EXCL);
#elif defined(__linux__)
  return (int)syscall(SYS_renameat2, AT_FDCWD, source, AT_FDCWD, target, 1u /* RENAME_NOREPLACE */);
#else
  errno = ENOSYS;
  return -1;
#endif
}

int barlake_syncfs_tells_errors(const char *release) {
  int major = 0, minor = 0;
  return sscanf(release, "%d.%d", &major, &minor) == 2 && (major > 5 || (major == 5 && minor >= 8));
}

ssize_t barlake_read_entries(int descriptor, void *buffer, size_t byte_count) {
#if defined(__linux__)
  return syscall(SYS_getdents64, descriptor, buffer, byte_count);
#else
  (void)descriptor;
  (void)buffer;
  (void)byte_count;
  errno = ENOSYS;
  return -1;
#endif
}

int barlake_is_signal_ignored(int signal) {
  struct sigaction action;
  return sigaction(signal, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

int barlake_synchronize_file_system(int descriptor) {
#if defined(__linux__)
  struct utsname system;
  if (uname(&system) != 0 || !barlake_syncfs_tells_errors(system.release)) {
    errno = ENOSYS;
    return -1;
  }
  return (int)syscall(SYS_syncfs, descriptor);
#else
  (void)descriptor;
  errno = ENOSYS;
  return -1;
#endif
}

void barlake_start_writing(int descriptor, int64_t offset, int64_t byte_count) {
#if defined(__linux__)
  sync_file_range(descriptor, offset, byte_count, SYNC_FILE_RANGE_WRITE);
#else
  (void)descriptor;
  (void)offset;
  (void)byte_count;
#endif
}

void barlake_release_free_memory(void) {
#if defined(__GLIBC__)
  malloc_trim(0);
#endif
}

void barlake_tune_allocator(void) {
#if defined(__GLIBC__)
  mallopt(M_ARENA_MAX, 2);
  // Columns, blocks and pages are kept; spills and long texts, of which there are few, are returned,
  // so that they leave no holes.
  mallopt(M_MMAP_THRESHOLD, 2 << 20);
  mallopt(M_TRIM_THRESHOLD, 32 << 20);
#endif
}

int barlake_limit_data(pid_t process, uint64_t byte_count) {
#if defined(__linux__)
  struct rlimit limit = {byte_count, byte_count};
  return prlimit(process, RLIMIT_DATA, &limit, NULL);
#else
  (void)process;
  (void)byte_count;
  errno = ENOSYS;
  return -1;
#endif
}

int barlake_processor_count(void) {
#if defined(__linux__)
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0) {
    return CPU_COUNT(&set);
  }
#endif
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count > 0 ? (int)count : 1;
}
