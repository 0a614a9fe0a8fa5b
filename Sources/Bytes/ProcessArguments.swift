/// The arguments of the process.
package enum ProcessArguments {
  /// Whether the arguments could be read. There is always one, the name of the command. Without it
  /// the task of the process is unknown, which must not look like a command line without arguments.
  package static var areKnown: Bool { areKnown(CommandLine.arguments) }

  /// Like ``areKnown``, for the arguments as Swift has them: none if the system did not give them.
  package static func areKnown(_ arguments: [String]) -> Bool { !arguments.isEmpty }

  /// The message if the arguments are not known.
  package static let unknownText =
    "io_error: the arguments of the process cannot be read; is /proc mounted?"

  /// The first argument that is not UTF-8, with its wrong bytes replaced; nil if there is none. A
  /// file that it names cannot be found by this text.
  package static var firstMalformed: String? {
    for (number, argument) in CommandLine.arguments.enumerated() where argument.hasReplacement {
      // SAFETY: the system's array of arguments has the same length as Swift's, each argument ends
      // with a zero, and the array lives as long as the process.
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
