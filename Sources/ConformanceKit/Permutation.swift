internal import BarLakeBytes

/// One way to run a case.
package struct Permutation: Hashable, Sendable {
  package var entry: Entry
  package var encoding: Matrix.Encoding
  /// The chunk size, for the streaming entry only.
  package var chunkSize: Int?
  /// The number of threads, for the other entries only.
  package var threads: Int?
  package var lineEnding: Matrix.LineEnding
  package var quoting: Matrix.Quoting

  package init(
    entry: Entry, encoding: Matrix.Encoding = .plain, chunkSize: Int? = nil, threads: Int? = nil,
    lineEnding: Matrix.LineEnding = .asIs, quoting: Matrix.Quoting = .asIs
  ) {
    self.entry = entry
    self.encoding = encoding
    self.chunkSize = chunkSize
    self.threads = threads
    self.lineEnding = lineEnding
    self.quoting = quoting
  }
}

extension Permutation: CustomStringConvertible {
  /// A stable text, such as `polars,plain,threads=2`: the same in every version of the suite.
  package var description: String {
    var parts = [entry.rawValue, encoding.rawValue]
    if let chunkSize { parts.append("chunk_size=\(chunkSize)") }
    if let threads { parts.append("threads=\(threads)") }
    if lineEnding != .asIs { parts.append(lineEnding.rawValue) }
    if quoting != .asIs { parts.append("quoted") }
    return parts.joined(separator: ",")
  }
}

extension ConformanceCase {
  /// All permutations of the case. Input that is already gzip has one encoding only.
  package var permutations: [Permutation] {
    let inputs = steps.flatMap(\.inputs)
    let isCompressed = !inputs.isEmpty && inputs.allSatisfy { $0.ends(with: ".gz") }
    var permutations: [Permutation] = []
    for entry in matrix.entries {
      for encoding in isCompressed ? [.plain] : matrix.encodings {
        for lineEnding in isCompressed ? [.asIs] : matrix.lineEndings {
          for quoting in isCompressed ? [.asIs] : matrix.quotings {
            func add(chunkSize: Int? = nil, threads: Int? = nil) {
              permutations.append(
                Permutation(
                  entry: entry, encoding: encoding, chunkSize: chunkSize, threads: threads,
                  lineEnding: lineEnding, quoting: quoting))
            }
            if entry == .streaming {
              for size in matrix.chunkSizes { add(chunkSize: size) }
            } else {
              for count in matrix.threads { add(threads: count) }
            }
          }
        }
      }
    }
    return permutations
  }

  /// The stable name of a run, such as `csv.bom-dropped@polars,plain,threads=2`.
  package func name(of permutation: Permutation) -> String {
    RunName.text(conformanceCase: id, permutation: permutation.description)
  }
}

/// How runs are named, wherever one is: a case's id, `@`, and a permutation.
package enum RunName {
  package static func text(conformanceCase: String, permutation: String) -> String {
    "\(conformanceCase)@\(permutation)"
  }
}
