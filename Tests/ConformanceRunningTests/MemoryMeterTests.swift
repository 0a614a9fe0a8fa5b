import BarLakeAdapterProtocol
import BarLakeBytes
import BarLakeConformanceKit
import BarLakeConformanceRunning
import BarLakeTestSupport
import Testing

#if os(Linux)

  /// That the meter says what a process takes, all of it and nothing else.
  @Suite(.serialized)
  struct MemoryMeterTests {
    private static let mebibyte = 1 << 20

    private static func adapter() throws -> AdapterCommand {
      try AdapterCommand(
        "python3 '\(Repository.root)/Tests/ConformanceRunningTests/allocating.py'", in: "/")
    }

    /// Runs `body`, which waits for processes, on a thread of its own.
    static func detached<Value: Sendable>(
      _ body: @escaping @Sendable (String) throws -> Value
    ) async throws -> Value {
      try await withCheckedThrowingContinuation { continuation in
        let isStarted = Workers.detach {
          continuation.resume(
            with: Result {
              let folder = try WorkFolder()
              defer { folder.remove() }
              return try body(folder.path)
            })
        }
        if !isStarted { continuation.resume(throwing: CancellationError()) }
      }
    }

    /// What the meter says of ingests, in mebibytes: each takes so many, in its way.
    private static func measured(_ ingests: [(Int, String)]) async throws -> [Int] {
      try await detached { folder in
        let process = try AdapterProcess(
          try adapter(), in: folder, errorPath: "\(folder)/stderr", suite: "1.1.0",
          deadlines: AdapterProcess.Deadlines())
        defer { process.kill() }
        let meter = process.meter()
        defer { meter.stop() }
        return try ingests.map { count, how in
          let input = "\(folder)/input"
          try FileSystem.write(Array("\(count * mebibyte) \(how)".utf8), to: input)
          _ = try process.outcome(of: .settle)
          let before = try #require(meter.begin())
          _ = try process.outcome(
            of: .ingest(
              Request.Ingest(
                ingestor: "i", entry: .ingestDate, date: "2024-01-02", input: input, symbols: nil,
                deadline: 10_000)))
          return (try #require(meter.end()) - before) / mebibyte
        }
      }
    }

    @Test func `the probe is measured as what it takes, and the meter is believed`() async throws {
      let outcome = try await Self.detached { folder in
        MemoryCalibration.run(
          try AdapterCommand("'\(Products.folder)/barlake-conform' allocation-probe", in: "/"),
          in: folder, suite: "1.1.0")
      }
      #expect(outcome.problem == nil)
      #expect(outcome.measures.map(\.byteCount) == [64 << 20, 256 << 20])
      for measure in outcome.measures {
        let error = Double(measure.measuredByteCount - measure.byteCount)
        #expect(abs(error) <= 0.05 * Double(measure.byteCount))
      }
    }

    @Test func `a meter that is wrong by more than a twentieth is not believed`() async throws {
      let outcome = try await Self.detached { folder in
        // Of what the probe should take it takes half, as if the meter saw half.
        let script = "\(folder)/halving.py"
        let text = String(
          decoding: try Repository.read("Tests/ConformanceRunningTests/allocating.py"),
          as: UTF8.self)
        try FileSystem.write(
          Array(text.replacing(#"how or "here""#, with: #""half""#).utf8), to: script)
        return MemoryCalibration.run(
          try AdapterCommand("python3 '\(script)'", in: "/"), in: folder, suite: "1.1.0")
      }
      #expect(outcome.problem?.contains("bytes that a process took were measured as") == true)
    }

    @Test func `what a process takes and returns before the reply counts`() async throws {
      let found = try await Self.measured([(64, "here")])
      #expect((62...68).contains(found[0]), "\(found)")
    }

    @Test func `a process that the adapter starts counts`() async throws {
      let found = try await Self.measured([(64, "child")])
      #expect((64...96).contains(found[0]), "\(found)")
    }

    @Test func `a process that came and went meanwhile counts`() async throws {
      let found = try await Self.measured([(64, "passing")])
      #expect((64...96).contains(found[0]), "\(found)")
    }

    @Test func `what was returned before the adapter settled does not count`() async throws {
      let found = try await Self.measured([(128, "keep"), (16, "here")])
      #expect((126...132).contains(found[0]), "\(found)")
      #expect((14...20).contains(found[1]), "\(found)")
    }

    @Test func `of a process that has ended nothing is said`() async throws {
      let (begun, ended) = try await Self.detached { folder in
        let process = try AdapterProcess(
          try Self.adapter(), in: folder, errorPath: "\(folder)/stderr", suite: "1.1.0",
          deadlines: AdapterProcess.Deadlines())
        let meter = process.meter()
        let begun = meter.begin()
        process.kill()
        return (begun, meter.end())
      }
      #expect(begun != nil)
      #expect(ended == nil)
    }
  }

#endif
