/// Where the executables of this package are built.
package enum Products {
  /// The folder of the test bundle, beside which they are.
  package static let folder: String = {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? ""
    let parts = bundle.split(separator: "/", omittingEmptySubsequences: false)
    return parts.prefix { !$0.hasSuffix(".xctest") }.joined(separator: "/")
  }()
}
