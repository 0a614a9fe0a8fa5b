import BarLakeBytes
import BarLakeTestSupport
import Testing

/// Names, paths, columns and symbols are compared and cut by their bytes: the sources hold none of
/// the calls that work on characters, but for those that are listed here with a reason.
@Suite struct SourceTextsTests {
  /// What works on the characters of a `String`.
  private static let calls: [String] = [
    #"\.hasPrefix\("#, #"\.hasSuffix\("#, #"\.(split|components)\((separator|separatedBy): ""#,
    #"\.(last|first)Index\(of: ""#, #"\.contains\(""#, #"\.(first|last) == ""#, "Set<String>",
    #"\[String: "#,
    // Comparing with nil is no comparison of texts.
    #"\b(path|name|column|symbol|ticker|directory|file)s?\)? [!=]= (?!nil)[a-z]"#,
  ]

  /// Where such a call may stand, by the end of the file's path and a text of the line, and why it
  /// is exact there.
  private static let allowed: [(path: String, text: String, reason: String)] = [
    ("Bytes/String+Bytes.swift", "unicodeScalars.contains", "scalars, not characters"),
    (".swift", "[String: ConfigValue]", "keys, which are looked up by constants"),
    ("Options/IngestOptions.swift", "knownKeys: Set<String>", "constants of lower-case ASCII"),
    ("Options/IngestOptions.swift", "let path = key.contains", "constants of lower-case ASCII"),
    ("Options/IngestOptions.swift", "let parts = path.split", "constants of lower-case ASCII"),
    ("Ingestor.swift", "[String: ByteSource]", "dates, which are ASCII or errors"),
    ("LakeInspection/LakeInventory.swift", "[String: LakeMonth]", "digits"),
    ("LakeInspection/FileVerification.swift", "[String: String?]", "our own keys of metadata"),
    ("LakeInspection/LakeVerifier.swift", "[String: String?]", "our own keys of metadata"),
    ("LakeInspection/LakeFileShape.swift", "[String: String?]", "our own keys of metadata"),
    ("Adoption/FilterSearch.swift", "column == layout.key", "cases of an enumeration"),
    ("CommandSupport/Text.swift", "line.last == \" \"", "padding of our own"),
    ("ParquetReading/TextTable.swift", "line.last == \" \"", "padding of our own"),
    (".swift", "[String: JSONValue]", "keys of cases and results, which are ASCII"),
    ("ConformanceKit/CaseRunner.swift", "[String: [UInt8]]", "names of a case's files"),
    ("ConformanceKit/Step.swift", "[String: String]", "dates and names of a case's files"),
    ("AdapterProtocol/Request.swift", "[String: String]", "dates of a case"),
    ("AdapterProtocol/Reply+Faults.swift", "codes: Set<String>", "constants of ASCII"),
    ("Adapter/AdapterServer.swift", "[String: any BaseIngestor]", "names of the suite's making"),
    ("Configuration/ConfigLoader.swift", "variables: [String: String]", "looked up by constants"),
    ("Configuration/ConfigSources.swift", "variables: [String: String]", "looked up by constants"),
    ("Planning/Shard.swift", "variables: [String: String]", "looked up by constants"),
    ("Bytes/ProcessGroup.swift", "split(separator: \" \")", "the kernel's numbers"),
    ("ConformanceKit/Claim.swift", "[String: Text]", "names of the suite's claims"),
    ("ConformanceKit/TableComparison.swift", "isSame(as: ticker) == true", "compares bytes"),
    ("ConformanceRunning/ResultFile.swift", "[String: Int]", "verdicts"),
    ("ConformanceRunning/Suite.swift", "[String: Clause]", "ids of rules, which are ASCII"),
    ("ConformanceTool/DoctorCommand.swift", "[String: PlannedRun]", "ids of cases"),
    ("ConformanceKit/Expectation.swift", "[String: ", "what a case expects, walked over"),
    ("ConformanceKit/Expectation.swift", "Set<String>", "names of a case's files"),
    ("ConformanceKit/LakeTree.swift", "[String: String]", "keys of metadata, walked over"),
    ("ConformanceKit/PathCheck.swift", "[String: String]", "our own columns"),
    ("ConformanceKit/ReferenceCheck.swift", "names.contains(\"", "constants, without the letter K"),
  ]

  @Test func `the sources cut and compare texts by their bytes`() throws {
    let calls = try Self.calls.map { try Regex($0) }
    var unused = Set(Self.allowed.indices)
    var found: [String] = []
    for path in try Repository.swiftFiles(below: "Sources") {
      let text = String(decoding: try Repository.read(path), as: UTF8.self)
      for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
        .enumerated()
      {
        let code = line.drop { $0 == " " }
        if code.hasPrefix("//") { continue }
        guard calls.contains(where: { line.contains($0) }) else { continue }
        let place = Self.allowed.firstIndex {
          path.hasSuffix($0.path) && line.contains($0.text)
        }
        if let place {
          unused.remove(place)
        } else {
          found.append("\(path):\(number + 1) \(code)")
        }
      }
    }
    #expect(found == [])
    #expect(unused.map { Self.allowed[$0].text } == [], "what is allowed and not there")
  }
}
