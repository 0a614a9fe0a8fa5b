import BarLakeBytes
import BarLakeConformanceKit
import Testing

private let plain = Permutation(entry: .polars, threads: 2)

private func transform(
  _ text: String, lineEnding: Matrix.LineEnding = .asIs, quoting: Matrix.Quoting = .asIs
) -> String {
  var permutation = plain
  permutation.lineEnding = lineEnding
  permutation.quoting = quoting
  return String(
    decoding: permutation.transform(Array(text.utf8), name: "in.csv"), as: UTF8.self)
}

@Test func `the matrix without rows is the default one`() throws {
  let names = try loadCase("").permutations.map(\.description)
  #expect(
    names == [
      "polars,plain,threads=1", "polars,plain,threads=2", "polars,gzip,threads=1",
      "polars,gzip,threads=2", "streaming,plain,chunk_size=1", "streaming,plain,chunk_size=7",
      "streaming,plain,chunk_size=100000", "streaming,gzip,chunk_size=1",
      "streaming,gzip,chunk_size=7", "streaming,gzip,chunk_size=100000", "lazy,plain,threads=1",
      "lazy,plain,threads=2", "lazy,gzip,threads=1", "lazy,gzip,threads=2",
    ])
}

@Test func `a row of the matrix replaces the default one`() throws {
  let matrix = """
    "matrix": {"entry": ["polars"], "encoding": ["gzip-members"], "threads": [4],
    "line_ending": ["as-is", "cr"], "quoting": ["all"]},
    """
  let loaded = try loadCase(matrix)
  #expect(
    loaded.permutations.map { loaded.name(of: $0) } == [
      "csv.one@polars,gzip-members,threads=4,quoted",
      "csv.one@polars,gzip-members,threads=4,cr,quoted",
    ])
}

@Test func `input that is gzip is taken as it is`() throws {
  let loaded = try loadCase(#""matrix": {"entry": ["lazy"], "threads": [1]},"#, input: "in.csv.gz")
  #expect(loaded.permutations.map(\.description) == ["lazy,plain,threads=1"])
  var permutation = plain
  permutation.quoting = .all
  #expect(permutation.transform([0x1F, 0x8B, 10], name: "in.csv.gz") == [0x1F, 0x8B, 10])
}

@Test func `line ends are those of the permutation`() {
  #expect(transform("a,b\n1,2\n", lineEnding: .crlf) == "a,b\r\n1,2\r\n")
  #expect(transform("a,b\n1,2", lineEnding: .cr) == "a,b\r1,2")
  #expect(transform("a,b\n1,2\n") == "a,b\n1,2\n")
}

@Test(arguments: [
  ("a,b\n1,2\n", "\"a\",\"b\"\n\"1\",\"2\"\n"),
  ("a,b\n1,2", "\"a\",\"b\"\n\"1\",\"2\""),
  ("a,,\n", "\"a\",\"\",\"\"\n"),
  ("a, b \n \n\n1,2\n", "\"a\",\" b \"\n \n\n\"1\",\"2\"\n"),
  ("\"a,\"\"\n\",b\n", "\"a,\"\"\n\",\"b\"\n"),
  ("\u{FEFF}a,b\n", "\u{FEFF}\"a\",\"b\"\n"),
  ("a\r\nb\r", "\"a\"\r\n\"b\"\r"),
  ("", ""),
])
func `every field is quoted, and blank records stay`(input: String, output: String) {
  #expect(transform(input, quoting: .all) == output)
}

@Test func `quoting comes before line ends`() {
  #expect(transform("a\n1\n", lineEnding: .crlf, quoting: .all) == "\"a\"\r\n\"1\"\r\n")
}

@Test(arguments: [(Matrix.Encoding.gzip, 1), (.gzipMembers, 2)])
func `gzip inflates to the input, in the number of members of the permutation`(
  encoding: Matrix.Encoding, memberCount: Int
) throws {
  let text = Array("ticker,volume\nA,1\nB,2\n".utf8)
  let compressed = Permutation(entry: .polars, encoding: encoding).transform(text, name: "in.csv")
  var input = ByteBuffer()
  input.append(compressed, 0..<compressed.count)
  var output = ByteBuffer()
  var inflater = GzipInflater()
  var position = 0
  while position < input.count {
    _ = try inflater.inflate(input, from: &position, into: &output, upTo: 1_000)
  }
  try inflater.finish()
  #expect(Array(output.storage[..<output.count]) == text)
  // Each member begins with this magic and deflate, without flags or a time.
  let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0]
  let members = compressed.indices.filter { compressed[$0...].starts(with: header) }
  #expect(members.count == memberCount)
}
