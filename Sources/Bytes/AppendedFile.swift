/// A file to whose end lines are written, by any number of threads and processes at the same time.
package final class AppendedFile: Sendable {
  private let descriptor: Descriptor

  /// Opens `path`, or creates it; it may be a pipe or a terminal.
  package init(_ path: String) throws(SystemError) {
    descriptor = try Descriptor(opening: path, .append, operation: "open")
  }

  /// Appends a line, with its line end, by one call of the system: lines of others stand before or
  /// after it.
  package func append(line: [UInt8]) throws(SystemError) {
    let bytes = line + [UInt8(ascii: "\n")]
    try descriptor.write(bytes.span)
  }
}
