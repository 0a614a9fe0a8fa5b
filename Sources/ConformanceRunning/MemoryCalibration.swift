internal import BarLakeAdapterProtocol
internal import BarLakeBytes
internal import BarLakeConformanceKit

/// Whether the meter is right on this machine: it measures a program of which it is known what it
/// takes.
///
/// The probe is an adapter. Asked to ingest a file, it takes and uses as many bytes as the number
/// in the file, and returns them before it is asked to settle.
package enum MemoryCalibration {
  package static let byteCounts = [64 << 20, 256 << 20]
  /// By which share of the bytes the meter may be wrong.
  private static let tolerance = 0.05
  /// What the probe may take under a hard limit, while it is asked for the largest number.
  private static let hardLimit = 96 << 20

  /// What the meter says of one number of bytes.
  package struct Measure: Equatable, Sendable {
    package var byteCount: Int
    package var measuredByteCount: Int
  }

  package struct Outcome: Equatable, Sendable {
    package var measures: [Measure] = []
    /// Why what the meter says is not to be believed; nil if it is.
    package var problem: String?
  }

  /// Measures the probe that `command` starts, in a folder below `workFolder`.
  package static func run(
    _ command: AdapterCommand, in workFolder: String, suite: String,
    deadlines: AdapterProcess.Deadlines = AdapterProcess.Deadlines()
  ) -> Outcome {
    var outcome = Outcome()
    do {
      let folder = "\(workFolder)/calibration"
      try FileSystem.createDirectories(folder)
      let process = try AdapterProcess(
        command, in: folder, errorPath: "\(workFolder)/calibration.stderr", suite: suite,
        deadlines: deadlines)
      defer { process.kill() }
      let meter = process.meter()
      defer { meter.stop() }
      for byteCount in byteCounts {
        _ = try process.outcome(of: .settle)
        guard let before = meter.begin() else {
          outcome.problem = "the system does not say how much memory a process has"
          return outcome
        }
        _ = try process.outcome(of: try request(byteCount, in: folder))
        guard let peak = meter.end() else {
          outcome.problem = "the system does not say how much memory a process had"
          return outcome
        }
        let measure = Measure(byteCount: byteCount, measuredByteCount: peak - before)
        outcome.measures.append(measure)
        if abs(measure.measuredByteCount - byteCount) > Int(Double(byteCount) * tolerance) {
          outcome.problem =
            "\(byteCount) bytes that a process took were measured as \(measure.measuredByteCount)"
          return outcome
        }
      }
      outcome.problem = try limitProblem(process, in: folder)
    } catch {
      outcome.problem = "the allocation probe does not work: \(error)"
    }
    return outcome
  }

  /// What is wrong with the hard limit: under it the probe must get a part and must not get all.
  private static func limitProblem(_ process: AdapterProcess, in folder: String) throws -> String? {
    guard process.limitGrowth(to: hardLimit) else {
      return "the system does not limit the memory of another process"
    }
    _ = try process.outcome(of: try request(byteCounts[0], in: folder))
    let tooMuch = try request(byteCounts[1], in: folder)
    do throws(Breakdown) {
      _ = try process.outcome(of: tooMuch)
      return "a process took \(byteCounts[1]) bytes under a limit of \(hardLimit)"
    } catch {
      if error.kind == .crash { return nil }
      return "a process above its limit did not end: \(error.problem)"
    }
  }

  private static func request(
    _ byteCount: Int, in folder: String
  ) throws(SystemError) -> Request.Operation {
    let name = "\(byteCount).txt"
    try FileSystem.write(Array("\(byteCount)".utf8), to: "\(folder)/\(name)")
    return .ingest(
      Request.Ingest(
        ingestor: "probe", entry: .ingestDate, date: MemoryBudget.date, input: name, symbols: nil,
        deadline: 30_000))
  }
}
