import BarLakeBytes
import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// Another program, run to its end with our streams.
enum ChildProgram {
  /// Returns its exit status; 128 and the number of the signal that ended it.
  static func run(_ words: [String]) throws -> Int32 {
    let outcome = Monitor<Result<Int32, any Error>?>(nil)
    Task.detached {
      let result: Result<Int32, any Error>
      do {
        let ended = try await Subprocess.run(
          .name(words[0]), arguments: Arguments(Array(words.dropFirst())),
          input: .currentStandardInput, output: .currentStandardOutput,
          error: .currentStandardError)
        switch ended.terminationStatus {
        case .exited(let status): result = .success(status)
        case .signaled(let signal): result = .success(128 + signal)
        }
      } catch {
        result = .failure(error)
      }
      outcome.withLock { $0 = result }
    }
    return try outcome.waitFor { $0 }.get()
  }
}
