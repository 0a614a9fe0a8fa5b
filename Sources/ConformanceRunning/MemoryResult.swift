package import BarLakeAdapterProtocol
package import BarLakeConformanceKit

/// A line of `results.ndjson` about what was measured of an adapter's memory, judged or not.
///
/// Source: `docs/conformance.md`, "Memory" and "Results"; `Conformance/schemas/results.json`.
package struct MemoryResult: Codable, Equatable, Sendable {
  package enum Kind: String, Codable, Sendable { case memory }

  /// One measurement.
  package struct Point: Codable, Equatable, Sendable {
    /// The bytes of the CSV, before gzip; with repetitions, of all so far.
    package var csvByteCount: Int
    /// The most memory of all processes during the ingest.
    package var peakByteCount: Int
    /// The memory before it, after the process settled.
    package var baselineByteCount: Int

    package var growth: Int { peakByteCount - baselineByteCount }

    private enum CodingKeys: String, CodingKey {
      case csvByteCount = "csv_bytes"
      case peakByteCount = "peak_bytes"
      case baselineByteCount = "baseline_bytes"
    }

    package init(csvByteCount: Int, peakByteCount: Int, baselineByteCount: Int) {
      self.csvByteCount = csvByteCount
      self.peakByteCount = peakByteCount
      self.baselineByteCount = baselineByteCount
    }
  }

  package private(set) var type = Kind.memory
  package var conformanceCase: String
  package var permutation: String
  /// The kind of the ingestor that was measured: an adapter need not have the streaming one.
  package var entry: Request.Kind
  /// Whether the verdict is one about a claim. Else it is published only.
  package var isJudged: Bool
  /// Which measurement of the case it is, from 1: one that fails is done once more.
  package var attempt = 1
  /// Of each size of the input the median by what it took, or of each repetition.
  package var series: [Point] = []
  package var capByteCount: Int
  /// By how many bytes the peak grows for each byte of CSV, where it was measured.
  package var slope: Double?
  /// By how many bytes memory grew from the first ingests to the last, where it was measured.
  package var leakByteCount: Int?
  /// Whether the right table came out under the hard limit, where that was tried.
  package var hasSurvived: Bool?
  package var verdict: Verdict
  package var difference: RunResult.FirstDifference?
  package var problem: String?

  private enum CodingKeys: String, CodingKey {
    case type, permutation, entry, attempt, series, slope, verdict, difference, problem
    case conformanceCase = "case"
    case isJudged = "judged"
    case capByteCount = "cap_bytes"
    case leakByteCount = "leak_bytes"
    case hasSurvived = "survived"
  }

  package init(
    _ run: PlannedRun, _ budget: MemoryBudget, entry: Request.Kind, isJudged: Bool,
    _ verdict: Verdict = .pass
  ) {
    conformanceCase = run.conformanceCase.id
    permutation = run.permutation.description
    capByteCount = budget.capByteCount
    self.entry = entry
    self.isJudged = isJudged
    self.verdict = verdict
  }

  /// The most that an ingest took beyond what was there.
  package var most: Int? { series.map(\.growth).max() }

  /// Whether it took more than ten times the cap. The larger file could then take all memory of the
  /// machine, so it is not tried, and nothing is measured again.
  package var isBeyondDoubt: Bool { most.map { $0 / 10 > capByteCount } == true }
}

extension MemoryResult: RunLine {}
