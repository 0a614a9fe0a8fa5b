/// The words that the process was started with.
package enum ProcessArguments {
  /// The first argument that is not UTF-8, its wrong bytes replaced; nil if there is none. What is
  /// called by it cannot be found under the name that we know.
  package static var firstMalformed: String? {
    for (number, argument) in CommandLine.arguments.enumerated() where argument.hasReplacement {
      // SAFETY: the system's array of arguments is as long as the other, ends each with a zero and
      // lives as long as the process.
      let isMalformed = unsafe CommandLine.unsafeArgv[number].map {
        unsafe String(validatingCString: $0) == nil
      }
      if isMalformed ?? true { return argument }
    }
    return nil
  }
}
