/// The words that the process was started with.
package enum ProcessArguments {
  /// Whether they could be read. There is always one, the command's own name; without it nothing is
  /// known of what the process is to do, which must not pass for a command line without words.
  package static var areKnown: Bool { areKnown(CommandLine.arguments) }

  /// As above, of the arguments as Swift has them: none where the system did not give them.
  package static func areKnown(_ arguments: [String]) -> Bool { !arguments.isEmpty }

  /// What to report where they are not known.
  package static let unknownText =
    "io_error: the arguments of the process cannot be read; is /proc mounted?"

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

  /// The path of the executable, or the name by which it was started where the system does not say.
  ///
  /// Source: Linux `proc(5)`, `/proc/self/exe`.
  package static var executable: String {
    SymbolicLink.target(of: "/proc/self/exe") ?? CommandLine.arguments.first ?? ""
  }
}
