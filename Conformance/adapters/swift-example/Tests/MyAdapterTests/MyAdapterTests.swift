import Foundation
import Testing

/// The conformance suite, as a test of this package: `barlake-conform` judges the adapter that was
/// built with the tests. Run it with `swift test -c release --disable-testable-imports`: without
/// optimisation it takes long, and without the flag everything is built a second time.
@Test func `my adapter conforms to core`() throws {
  let package = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  let repository = package.appending(path: "../../..").standardized
  let environment = ProcessInfo.processInfo.environment
  let program =
    environment["BARLAKE_CONFORM"]
    ?? repository.appending(path: ".build/release/barlake-conform").path
  #if DEBUG
    let adapter = package.appending(path: ".build/debug/MyAdapter").path
  #else
    let adapter = package.appending(path: ".build/release/MyAdapter").path
  #endif
  let conform = Process()
  conform.executableURL = URL(filePath: program)
  conform.arguments = [
    "run", "--claim", "core", "--adapter", "'\(adapter)'",
    "--suite", repository.appending(path: "Conformance").path,
  ]
  try conform.run()
  conform.waitUntilExit()
  #expect(conform.terminationStatus == 0)
}
