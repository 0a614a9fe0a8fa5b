// What differs between Linux and macOS. Every other file of this target uses only what both have,
// and differs only in the module that it imports.

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

enum Platform {
  /// Bytes of memory that the process uses now; `nil` if the system does not report it.
  ///
  /// Source: Linux `proc(5)`, `/proc/self/status`, `VmRSS`; macOS `proc_info.h`,
  /// `rusage_info_v4.ri_phys_footprint`.
  static func processMemoryByteCount() -> Int? {
    #if canImport(Darwin)
      return footprint(of: getpid())
    #else
      guard let text = PseudoFile.read("/proc/self/statm") else { return nil }
      let fields = text.utf8.split(separator: UInt8(ascii: " "), maxSplits: 2)
      guard fields.count > 1, let pages = PseudoFile.number(in: fields[1]) else { return nil }
      return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    #endif
  }

  #if canImport(Darwin)
    /// Bytes of memory that a process uses now; `nil` if it has ended.
    ///
    /// Source: macOS `libproc.h`, `proc_pid_rusage`; `proc_info.h`,
    /// `rusage_info_v4.ri_phys_footprint`.
    static func footprint(of process: Int32) -> Int? {
      var usage = rusage_info_v4()
      // SAFETY: `usage` is a live structure of the flavour that is passed to the call.
      let status = unsafe withUnsafeMutablePointer(to: &usage) { pointer in
        unsafe pointer.withMemoryRebound(to: rusage_info_t?.self, capacity: 1) {
          unsafe proc_pid_rusage(process, RUSAGE_INFO_V4, $0)
        }
      }
      return status == 0 ? Int(clamping: usage.ri_phys_footprint) : nil
    }

    /// The processes that are in a group now, at most 1,024 of them.
    ///
    /// Source: macOS `libproc.h`, `proc_listpids`; `proc_info.h`, `PROC_PGRP_ONLY`.
    static func processes(ofGroup group: Int32) -> [Int32] {
      var numbers = [Int32](repeating: 0, count: 1024)
      let byteCount = Int32(numbers.count * MemoryLayout<Int32>.size)
      // SAFETY: the system writes at most `byteCount` bytes of the live array.
      let written = unsafe proc_listpids(
        UInt32(PROC_PGRP_ONLY), UInt32(group), &numbers, byteCount)
      let count = max(0, Int(written)) / MemoryLayout<Int32>.size
      return numbers.prefix(count).filter { $0 > 0 }
    }
  #endif

  /// The machine's memory now; `nil` if the system does not report it.
  ///
  /// Source: Linux `proc(5)`, `/proc/meminfo`, `MemTotal` and `MemAvailable`; macOS
  /// `mach/vm_statistics.h`, `vm_statistics64`, in pages: free and inactive ones are available.
  static func machineMemory() -> MachineMemory? {
    #if canImport(Darwin)
      var statistics = vm_statistics64()
      var count = mach_msg_type_number_t(
        MemoryLayout<vm_statistics64>.size / MemoryLayout<integer_t>.size)
      // SAFETY: the pointer covers `count` integers of the live structure.
      let status = unsafe withUnsafeMutablePointer(to: &statistics) { pointer in
        unsafe pointer.withMemoryRebound(to: integer_t.self, capacity: Int(count)) {
          unsafe host_statistics64(mach_host_self(), HOST_VM_INFO64, $0, &count)
        }
      }
      guard status == KERN_SUCCESS else { return nil }
      let available = Int(statistics.free_count) + Int(statistics.inactive_count)
      let used =
        Int(statistics.active_count) + Int(statistics.wire_count)
        + Int(statistics.compressor_page_count)
      let pageByteCount = Int(sysconf(Int32(_SC_PAGESIZE)))
      guard available + used > 0 else { return nil }
      return MachineMemory(
        totalByteCount: (available + used) * pageByteCount,
        availableByteCount: available * pageByteCount)
    #else
      guard let text = PseudoFile.read("/proc/meminfo") else { return nil }
      guard let total = PseudoFile.number(ofLine: "MemTotal:", in: text),
        let available = PseudoFile.number(ofLine: "MemAvailable:", in: text), total > 0
      else { return nil }
      return MachineMemory(totalByteCount: total * 1024, availableByteCount: available * 1024)
    #endif
  }

  #if canImport(Darwin)
    /// The type in which `pthread_create` returns the new thread.
    typealias ThreadPlace = pthread_t?
    static var noThread: ThreadPlace { nil }
  #else
    /// The type in which `pthread_create` returns the new thread.
    typealias ThreadPlace = pthread_t
    static var noThread: ThreadPlace { pthread_t() }
  #endif

  /// The thread that `pthread_create` returned.
  static func thread(_ place: ThreadPlace) -> pthread_t? { place }

  #if canImport(Darwin)
    /// Makes a condition variable for ``wait(_:_:seconds:)``.
    static func makeCondition(_ condition: UnsafeMutablePointer<pthread_cond_t>) {
      // SAFETY: the caller gives memory for one condition.
      unsafe pthread_cond_init(condition, nil)
    }

    /// Waits for the condition, at most so long, by a clock that nobody sets.
    static func wait(
      _ condition: UnsafeMutablePointer<pthread_cond_t>,
      _ mutex: UnsafeMutablePointer<pthread_mutex_t>, seconds: Double
    ) {
      var time = timespec(seconds)
      // SAFETY: both were made, and the caller holds the mutex.
      _ = unsafe pthread_cond_timedwait_relative_np(condition, mutex, &time)
    }
  #else
    /// Makes a condition variable for ``wait(_:_:seconds:)``.
    static func makeCondition(_ condition: UnsafeMutablePointer<pthread_cond_t>) {
      var attributes = pthread_condattr_t()
      // SAFETY: the attributes are a live variable; the caller gives memory for one condition.
      unsafe pthread_condattr_init(&attributes)
      unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
      unsafe pthread_cond_init(condition, &attributes)
      unsafe pthread_condattr_destroy(&attributes)
    }

    /// Waits for the condition, at most so long, by a clock that nobody sets.
    static func wait(
      _ condition: UnsafeMutablePointer<pthread_cond_t>,
      _ mutex: UnsafeMutablePointer<pthread_mutex_t>, seconds: Double
    ) {
      var now = timespec()
      // SAFETY: both were made, the caller holds the mutex, and the times are live variables.
      unsafe clock_gettime(CLOCK_MONOTONIC, &now)
      var end = timespec(Double(now.tv_sec) + Double(now.tv_nsec) / 1e9 + seconds)
      _ = unsafe pthread_cond_timedwait(condition, mutex, &end)
    }
  #endif

  #if canImport(Darwin)
    /// The flag with which `open` does not wait for a process that writes to a named pipe. It is
    /// not used here, because `poll` would report the end of a pipe that no process has opened yet.
    static var pipeOpenFlag: Int32 { 0 }
  #else
    /// The flag with which `open` does not wait for a process that writes to a named pipe. `poll`
    /// then waits for the first one.
    ///
    /// Source: Linux `fifo(7)`, and `fs/pipe.c`, "can't check for EPOLLHUP accurately".
    static var pipeOpenFlag: Int32 { O_NONBLOCK }
  #endif
}

extension timespec {
  /// So many seconds, at least 0.
  fileprivate init(_ seconds: Double) {
    let whole = seconds.rounded(.down)
    self.init(tv_sec: time_t(whole), tv_nsec: Int((seconds - whole) * 1e9))
  }
}
