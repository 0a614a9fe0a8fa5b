import BarLakeTestSupport

/// Swift files and their texts.
struct Sources {
  /// By path.
  let files: [(path: String, text: String)]
  /// The same without comments and what stands between quotes.
  private let code: [String]

  init(_ files: [String: String]) {
    self.files = files.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    code = self.files.map { Self.code(of: $0.text) }
  }

  /// The Swift files below a folder of the repository.
  init(below folder: String) throws {
    var files: [String: String] = [:]
    for path in try Repository.swiftFiles(below: folder) {
      files[path] = String(decoding: try Repository.read(path), as: UTF8.self)
    }
    self.init(files)
  }

  func below(_ folder: String) -> Sources {
    Sources(
      Dictionary(uniqueKeysWithValues: files.filter { $0.path.hasPrefix("\(folder)/") }))
  }

  // Text of several lines between quotes is left: a word more is no harm.
  private static func code(of text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let bare = line.replacing(/"(?:\\.|[^"\\])*"/) { match in
        // What is interpolated is code.
        match.output.contains("\\(") ? String(match.output.dropFirst().dropLast()) : "\"\""
      }
      return bare.firstRange(of: "//").map { String(bare[..<$0.lowerBound]) } ?? String(bare)
    }.joined(separator: "\n")
  }

  // MARK: Rules

  /// Comment lines over 100 columns, as `path:line`.
  var longComments: [String] {
    files.flatMap { file in
      file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        .filter { $1.drop { $0 == " " }.hasPrefix("//") && $1.count > 100 }
        .map { "\(file.path):\($0.offset + 1)" }
    }
  }

  /// Lines of code: those that are neither blank nor a comment alone.
  var codeLineCount: Int {
    files.reduce(0) { count, file in
      count
        + file.text.split(separator: "\n").count { line in
          let code = line.drop { $0 == " " }
          return !code.isEmpty && !code.hasPrefix("//")
        }
    }
  }

  /// Words in a type's name that say nothing, or several things.
  private static let bannedWords = [
    "Data", "Handler", "Helper", "Info", "Manager", "Misc", "Object", "Piece", "Processor", "Run",
    "Thing", "Util", "Utils", "Utility",
  ]
  /// Names that have such a word from the field: names of Parquet, of the market, of an ingest, and
  /// of S3, whose buckets hold objects.
  private static let fieldTerms = [
    "ColumnMetaData", "DataPage", "DataPageHeader", "DataPageHeaderV2", "DataType",
    "DataTypeCalendar", "DataTypeStatus", "DataTypeVerification", "FileMetaData", "MarketDataType",
    "ObjectPlace", "ObjectRequests", "ObjectResponse", "ObjectSink", "ObjectStream",
    "ObjectStreamReader", "ObjectTransfer", "ObjectVersion", "S3Object",
  ]

  /// In the targets of the suite a run is one of a case, in one of its permutations.
  private static let suite = "Sources/Conformance"
  /// What a bucket of S3 holds is called an object.
  private static let flatFiles = "Sources/FlatFiles/"
  /// An ingest's run, that of the RLE encoding, which the format calls so, and the name of a
  /// subcommand.
  private static let runs = [
    "Sources/BarLakeTool/RunTaskCommand.swift: RunTaskCommand",
    "Sources/BarLake/Engines/IngestRun.swift: IngestRun",
    "Sources/BarLake/Memory/RunControls.swift: RunControls",
    "Sources/ConformanceKit/CaseRunner.swift: CaseRun",
    "Sources/ParquetReading/RLEHybridDecoder.swift: Run",
  ]

  /// Types with such a word in their name, as `path: name`.
  var ambiguousTypes: [String] {
    types.filter { type in
      !Self.fieldTerms.contains(type.name) && !Self.runs.contains("\(type.path): \(type.name)")
        && !type.path.hasPrefix(Self.suite)
        && type.name.words.contains { word in
          Self.bannedWords.contains(word)
            && !(word == "Object" && type.path.hasPrefix(Self.flatFiles))
        }
    }.map { "\($0.path): \($0.name)" }
  }

  /// The types that are declared outside of others.
  var topLevelTypes: [(path: String, name: String)] {
    declared(
      #/
      (?m)^(?:@\w+\ )*
      (?:(?:public|package|private|fileprivate|final|indirect)\ )*
      (?:struct|class|enum|protocol|typealias|actor)\ (\w+)
      /#
    )
  }

  private var types: [(path: String, name: String)] {
    declared(/\b(?:struct|class|enum|protocol|typealias|actor) ([A-Z]\w*)/)
  }

  private func declared(
    _ pattern: Regex<(Substring, Substring)>
  ) -> [(path: String, name: String)] {
    zip(files, code).flatMap { file, code in
      code.matches(of: pattern).map { (file.path, String($0.output.1)) }
    }
  }

  /// Words of each file's code, each once.
  var words: [(path: String, words: Set<Substring>)] {
    zip(files, code).map { file, code in
      (file.path, Set(code.matches(of: /\w+/).map(\.output)))
    }
  }

  /// Functions, variables and types that are not public and whose name stands nowhere but where it
  /// is declared, as `path: name`.
  var unusedDeclarations: [String] {
    var counts: [Substring: Int] = [:]
    for code in code {
      for word in code.matches(of: /\w+/) { counts[word.output, default: 0] += 1 }
    }
    let declaration =
      #/
      (?m)^\ *((?:@\w+\ |\w+(?:\(set\))?\ )*)
      (?:func|var|let|struct|class|enum|protocol|typealias)\ (\w+)
      /#
    var unused: [String] = []
    for (file, code) in zip(files, code) {
      for match in code.matches(of: declaration)
      where counts[match.output.2] == 1 && !match.output.1.contains("public")
        && !match.output.1.contains("override") && !Self.knownElsewhere.contains(match.output.2)
      {
        unused.append("\(file.path): \(match.output.2)")
      }
    }
    return unused
  }

  /// What others than these sources call by name: the compiler, and the argument parser.
  private static let knownElsewhere: Set<Substring> = [
    "CodingKeys", "configuration", "errorDescription", "_commandName", "main", "run", "validate",
  ]
}

extension String {
  /// The words of a name in capitals: `FileHelper` is of `File` and `Helper`.
  fileprivate var words: [String] {
    matches(of: /[A-Z][a-z0-9]*/).map { String($0.output) }
  }
}
