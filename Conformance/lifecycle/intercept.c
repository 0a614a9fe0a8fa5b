// Runs a command and stands between it and the kernel, in all its threads, wherever a system call
// touches what is below one folder: by a path, or by a descriptor that is open on something there.
//
//     intercept [OPTION…] FOLDER LOG COMMAND [ARGUMENT…]
//
//     -s N:SIGNAL      send the process SIGNAL when it enters its N-th such call; a process that is
//                      killed there does not make the call
//     -f N:ERRNO       the N-th such call fails: it is not made, except `close`, which closes
//     -t CALL:ERRNO    after that failure every CALL fails (may be given for several)
//     -n CALL:ERRNO    every CALL fails, as on a kernel that has no such call (likewise)
//     -o CALL:ERRNO    every CALL on a folder fails, as on a file system that offers it for files only
//                      (likewise)
//     -i M             of each kind of call that signals can interrupt, every M-th fails with EINTR
//     -b COUNT         each call reads or writes COUNT bytes at most
//     -d CALL:MICROS   wait before each CALL that names a `.parquet` file
//
// LOG gets a line for each such call when it is entered: number, thread, call, flags of an open,
// path and second path, parted by tabs. The last line but one counts what -i and -b did,
// `interrupted COUNT shortened COUNT`; the last is `exit STATUS` or `signal NUMBER`.
//
// ptrace(2) on Linux, x86-64 and arm64. Numbers count from 1.

#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

// What a call has for arguments: the number of each that is a descriptor or a path, or -1.
struct call {
  long number;
  const char *name;
  int descriptor, path, directory2, path2;
};

#define FD(name, descriptor) {SYS_##name, #name, descriptor, -1, -1, -1}
#define PATH(name) {SYS_##name, #name, -1, 0, -1, -1}
#define AT(name) {SYS_##name, #name, 0, 1, -1, -1}

static const struct call calls[] = {
    FD(read, 0), FD(write, 0), FD(pread64, 0), FD(pwrite64, 0), FD(readv, 0), FD(writev, 0),
    FD(preadv, 0), FD(pwritev, 0), FD(close, 0), FD(fstat, 0), FD(lseek, 0), FD(fsync, 0),
    FD(fdatasync, 0), FD(syncfs, 0), FD(sync_file_range, 0), FD(ftruncate, 0), FD(fallocate, 0),
    FD(fadvise64, 0), FD(flock, 0), FD(fcntl, 0), FD(fchmod, 0), FD(fchown, 0), FD(fchdir, 0),
    FD(fstatfs, 0), FD(getdents64, 0), FD(ioctl, 0), FD(mmap, 4), FD(dup, 0), FD(dup3, 0),
    FD(sendfile, 0), FD(copy_file_range, 2),
    AT(openat), AT(openat2), AT(newfstatat), AT(statx), AT(mkdirat), AT(unlinkat), AT(readlinkat),
    AT(faccessat), AT(faccessat2), AT(fchmodat), AT(fchownat), AT(utimensat),
    PATH(truncate), PATH(statfs), PATH(chdir),
    {SYS_renameat2, "renameat2", 0, 1, 2, 3}, {SYS_linkat, "linkat", 0, 1, 2, 3},
    {SYS_symlinkat, "symlinkat", 1, 2, -1, 0},
#ifdef SYS_renameat
    {SYS_renameat, "renameat", 0, 1, 2, 3},
#endif
#ifdef SYS_open
    PATH(open), PATH(creat), PATH(stat), PATH(lstat), PATH(access), PATH(readlink), PATH(mkdir),
    PATH(rmdir), PATH(unlink), PATH(chmod), PATH(chown), FD(dup2, 0),
    {SYS_rename, "rename", -1, 0, -1, 1}, {SYS_link, "link", -1, 0, -1, 1},
    {SYS_symlink, "symlink", -1, 1, -1, 0},
#endif
};

enum { call_count = sizeof calls / sizeof *calls, most_threads = 256 };

// What is to happen when a thread's call returns.
struct thread {
  pid_t id;
  bool is_replaced;
  long long result;
  bool is_shortened;
  unsigned long long byte_count;
};

static struct thread threads[most_threads];
static int thread_count;
static pid_t process;
static const char *folder;
static size_t folder_length;
static FILE *logfile;

static long signal_at = -1, fail_at = -1, interrupt_every = 0;
static int signal_number, fail_errno;
static bool has_failed;
static unsigned long long most_bytes;
static const char *delayed_call;
static useconds_t delay;
// What -t, -n and -o name.
static struct { const char *call; int number; bool from_start, of_folders; } failing[16];
static int failing_count;
static long entered, interrupted, shortened;
static long seen[call_count];

static void fail(const char *what) {
  perror(what);
  kill(process, SIGKILL);
  exit(127);
}

static struct thread *thread_of(pid_t id) {
  for (int i = 0; i < thread_count; i++) {
    if (threads[i].id == id) return &threads[i];
  }
  if (thread_count == most_threads) fail("too many threads");
  threads[thread_count] = (struct thread){.id = id};
  return &threads[thread_count++];
}

// MARK: Registers

#if defined(__x86_64__)
typedef struct user_regs_struct registers;
#define RESULT(r) ((r).rax)
#define BYTE_COUNT(r) ((r).rdx)
#elif defined(__aarch64__)
typedef struct user_pt_regs registers;
#define RESULT(r) ((r).regs[0])
#define BYTE_COUNT(r) ((r).regs[2])
#else
#error "the registers of this machine are not known here"
#endif

static registers get(pid_t id) {
  registers values;
  struct iovec place = {&values, sizeof values};
  if (ptrace(PTRACE_GETREGSET, id, NT_PRSTATUS, &place) != 0) fail("PTRACE_GETREGSET");
  return values;
}

static void set(pid_t id, registers values) {
  struct iovec place = {&values, sizeof values};
  if (ptrace(PTRACE_SETREGSET, id, NT_PRSTATUS, &place) != 0) fail("PTRACE_SETREGSET");
}

// Makes the call that is being entered none at all.
static void skip(pid_t id) {
#if defined(__x86_64__)
  registers values = get(id);
  values.orig_rax = (unsigned long long)-1;
  set(id, values);
#else
  int number = -1;
  struct iovec place = {&number, sizeof number};
  if (ptrace(PTRACE_SETREGSET, id, NT_ARM_SYSTEM_CALL, &place) != 0) fail("NT_ARM_SYSTEM_CALL");
#endif
}

// MARK: Paths

static bool is_below(const char *path) {
  return strncmp(path, folder, folder_length) == 0
         && (path[folder_length] == 0 || path[folder_length] == '/');
}

// The path that a descriptor is open on; empty if there is none.
static void path_of_descriptor(pid_t id, int descriptor, char *path) {
  char link[64];
  if (descriptor == AT_FDCWD) {
    snprintf(link, sizeof link, "/proc/%d/cwd", id);
  } else {
    snprintf(link, sizeof link, "/proc/%d/fd/%d", id, descriptor);
  }
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  path[length > 0 ? length : 0] = 0;
}

// The text at an address of the process, up to its end or that of the memory behind it.
static void text_at(pid_t id, unsigned long long address, char *text) {
  size_t length = 0;
  while (length < PATH_MAX - 1) {
    size_t piece = 4096 - (address + length) % 4096;
    if (piece > PATH_MAX - 1 - length) piece = PATH_MAX - 1 - length;
    struct iovec to = {text + length, piece}, from = {(void *)(address + length), piece};
    ssize_t count = process_vm_readv(id, &to, 1, &from, 1, 0);
    if (count <= 0) break;
    if (memchr(text + length, 0, (size_t)count)) return;
    length += (size_t)count;
  }
  text[length] = 0;
}

// What the arguments `directory` and `path` name together.
static void named(
    pid_t id, const unsigned long long *arguments, int directory, int path, char *result) {
  char text[PATH_MAX] = "";
  if (path >= 0) text_at(id, arguments[path], text);
  if (text[0] == '/') {
    strcpy(result, text);
    return;
  }
  path_of_descriptor(id, directory >= 0 ? (int)arguments[directory] : AT_FDCWD, result);
  size_t length = strlen(result);
  if (text[0] && length + strlen(text) + 2 <= PATH_MAX) {
    result[length] = '/';
    strcpy(result + length + 1, text);
  }
}

// MARK: Calls

static bool is_one_of(const char *name, const char *const *names) {
  for (; *names; names++) {
    if (strcmp(name, *names) == 0) return true;
  }
  return false;
}

static bool is_folder(const char *path) {
  struct stat information;
  return stat(path, &information) == 0 && S_ISDIR(information.st_mode);
}

static void replace(struct thread *thread, const char *name, int number) {
  // A descriptor is closed whatever close(2) says of it.
  if (strcmp(name, "close") != 0) skip(thread->id);
  thread->is_replaced = true;
  thread->result = -number;
}

static void enter(struct thread *thread, const struct __ptrace_syscall_info *info) {
  static const char *const interruptible[] = {
      "open", "openat", "read", "pread64", "write", "pwrite64", "fsync", "fdatasync", "syncfs",
      "flock", "close", NULL};
  static const char *const moving[] = {"read", "pread64", "write", "pwrite64", NULL};
  int index = 0;
  while (index < call_count && calls[index].number != (long)info->entry.nr) index++;
  if (index == call_count) return;
  const struct call *call = &calls[index];
  const unsigned long long *arguments = (const unsigned long long *)info->entry.args;
  char first[PATH_MAX] = "", second[PATH_MAX] = "";
  named(thread->id, arguments, call->descriptor, call->path, first);
  if (call->path2 >= 0) named(thread->id, arguments, call->directory2, call->path2, second);
  if (!is_below(first) && !(second[0] && is_below(second))) return;

  entered++;
  unsigned flags = 0;
  if (strcmp(call->name, "openat") == 0) flags = (unsigned)arguments[2];
  if (strcmp(call->name, "open") == 0) flags = (unsigned)arguments[1];
  fprintf(logfile, "%ld\t%d\t%s\t%o\t%s\t%s\n", entered, thread->id, call->name, flags, first,
          second);
  fflush(logfile);

  if (delayed_call && strcmp(call->name, delayed_call) == 0
      && (strstr(first, ".parquet") || strstr(second, ".parquet"))) {
    usleep(delay);
  }
  if (entered == signal_at) {
    kill(process, signal_number);
    // There is nobody left whose call could be replaced.
    if (signal_number == SIGKILL) return;
  }
  if (entered == fail_at) {
    has_failed = true;
    replace(thread, call->name, fail_errno);
    return;
  }
  for (int i = 0; i < failing_count; i++) {
    if ((has_failed || failing[i].from_start) && strcmp(call->name, failing[i].call) == 0
        && (!failing[i].of_folders || is_folder(first))) {
      replace(thread, call->name, failing[i].number);
      return;
    }
  }
  if (interrupt_every && is_one_of(call->name, interruptible)
      && ++seen[index] % interrupt_every == 0) {
    interrupted++;
    replace(thread, call->name, EINTR);
    return;
  }
  if (most_bytes && arguments[2] > most_bytes && is_one_of(call->name, moving)) {
    registers values = get(thread->id);
    thread->is_shortened = true;
    thread->byte_count = BYTE_COUNT(values);
    BYTE_COUNT(values) = most_bytes;
    set(thread->id, values);
    shortened++;
  }
}

static void leave(struct thread *thread) {
  if (!thread->is_replaced && !thread->is_shortened) return;
  registers values = get(thread->id);
  if (thread->is_replaced) RESULT(values) = (unsigned long long)thread->result;
  // The caller may count on the register that it had filled.
  if (thread->is_shortened) BYTE_COUNT(values) = thread->byte_count;
  set(thread->id, values);
  thread->is_replaced = thread->is_shortened = false;
}

// Takes what a thread has stopped for; returns the signal to hand on to it.
static int take(pid_t id, int status) {
  int number = WSTOPSIG(status);
  if (number == (SIGTRAP | 0x80)) {
    struct __ptrace_syscall_info info;
    // A process that is being killed has no call to look at any longer.
    if (ptrace(PTRACE_GET_SYSCALL_INFO, id, sizeof info, &info) <= 0) return 0;
    if (info.op == PTRACE_SYSCALL_INFO_ENTRY) enter(thread_of(id), &info);
    if (info.op == PTRACE_SYSCALL_INFO_EXIT) leave(thread_of(id));
    return 0;
  }
  if (status >> 16) return 0;
  // A new thread begins with a stop that is ours.
  return number == SIGSTOP ? 0 : number;
}

static void watch(void) {
  int status, last = 0;
  pid_t id;
  while ((id = waitpid(-1, &status, __WALL)) > 0) {
    if (WIFSTOPPED(status)) {
      ptrace(PTRACE_SYSCALL, id, NULL, (void *)(long)take(id, status));
    } else if (id == process) {
      last = status;
    }
  }
  fprintf(logfile, "interrupted %ld shortened %ld\n", interrupted, shortened);
  if (WIFSIGNALED(last)) {
    fprintf(logfile, "signal %d\n", WTERMSIG(last));
  } else {
    fprintf(logfile, "exit %d\n", WEXITSTATUS(last));
  }
  exit(fclose(logfile) == 0 ? (WIFSIGNALED(last) ? 128 + WTERMSIG(last) : WEXITSTATUS(last)) : 127);
}

// Splits `A:B` of an option at the colon; returns B as a number.
static int number_behind(char *text) {
  char *colon = strchr(text, ':');
  if (!colon) {
    fprintf(stderr, "intercept: %s has no colon\n", text);
    exit(127);
  }
  *colon = 0;
  return atoi(colon + 1);
}

int main(int count, char **arguments) {
  int option;
  while ((option = getopt(count, arguments, "+s:f:t:n:o:i:b:d:")) != -1) {
    switch (option) {
    case 's': signal_number = number_behind(optarg); signal_at = atol(optarg); break;
    case 'f': fail_errno = number_behind(optarg); fail_at = atol(optarg); break;
    case 't':
    case 'n':
    case 'o':
      if (failing_count == sizeof failing / sizeof *failing) return 127;
      failing[failing_count].from_start = option != 't';
      failing[failing_count].of_folders = option == 'o';
      failing[failing_count].number = number_behind(optarg);
      failing[failing_count++].call = optarg;
      break;
    case 'i': interrupt_every = atol(optarg); break;
    case 'b': most_bytes = strtoull(optarg, NULL, 10); break;
    case 'd': delay = (useconds_t)number_behind(optarg); delayed_call = optarg; break;
    default: return 127;
    }
  }
  if (count - optind < 3) {
    fprintf(stderr, "intercept [OPTION...] FOLDER LOG COMMAND [ARGUMENT...]\n");
    return 127;
  }
  folder = arguments[optind];
  folder_length = strlen(folder);
  logfile = fopen(arguments[optind + 1], "we");
  if (!logfile) fail("the log");

  process = fork();
  if (process == 0) {
    ptrace(PTRACE_TRACEME, 0, NULL, NULL);
    raise(SIGSTOP);
    execvp(arguments[optind + 2], arguments + optind + 2);
    perror("intercept: exec");
    _exit(127);
  }
  int status;
  if (waitpid(process, &status, 0) != process || !WIFSTOPPED(status)) fail("the first stop");
  long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK
                 | PTRACE_O_TRACEVFORK | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
  if (ptrace(PTRACE_SETOPTIONS, process, NULL, (void *)options) != 0) fail("PTRACE_SETOPTIONS");
  ptrace(PTRACE_SYSCALL, process, NULL, NULL);
  watch();
}
