import BarLake
import BarLakeBytes
import BarLakeTestSupport
import FlatFiles
import Testing

@Suite struct FlatFileTreeTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func put(_ paths: String...) throws {
    for path in paths {
      try FileSystem.createDirectories(FileSystem.parent(of: folder.path(path)))
      try folder.write([1], to: path)
    }
  }

  private func tree(
    _ path: String = "", _ type: MarketDataType = .stocksMinute
  ) throws -> FlatFileTree {
    try FlatFileTree(root: path.isEmpty ? folder.path : folder.path(path), dataType: type)
  }

  /// The paths of the files, below the folder.
  private func paths(_ tree: FlatFileTree) -> [String] {
    tree.files.map { $0.path.dropping(prefix: "\(folder.path)/") ?? $0.path }
  }

  @Test func `flat files are found however deep, in order of their dates`() throws {
    try put(
      "b/2024-01-03.csv.gz", "a/z/2024-01-04.csv", "2024-01-05.csv", "a/2023-12-29.csv.gz",
      "c/2024-01-03.csv", "c/d/e/f/2024-01-02.csv")
    let tree = try tree()
    #expect(
      paths(tree) == [
        "a/2023-12-29.csv.gz", "c/d/e/f/2024-01-02.csv", "b/2024-01-03.csv.gz", "c/2024-01-03.csv",
        "a/z/2024-01-04.csv", "2024-01-05.csv",
      ])
    #expect(
      tree.files.map(\.date).map(\.description)
        == tree.files.map(\.date).sorted().map(\.description))
    #expect(tree.passedOverCount == 0 && tree.others.isEmpty && tree.errors.isEmpty)
  }

  @Test func `other names are counted, and the first are named, those with a reason first`() throws
  {
    try put(
      "README", "a/2024-01-02.csv.zst", "a/2024-01-02.CSV", "a/x2024-01-02.csv", "a/2024-1-2.csv",
      "b/2024-02-31.csv.gz", "2024-01-02.csv")
    try FileSystem.createDirectory(folder.path("empty"))
    try TemporaryFolder.makePipe(folder.path("2024-01-04.csv"))
    try TemporaryFolder.makeLink(folder.path("2024-01-05.csv"), to: "nowhere")
    let tree = try tree()
    #expect(paths(tree) == ["2024-01-02.csv"])
    #expect(tree.passedOverCount == 8)
    #expect(
      tree.passedOver.map { "\($0.path.dropFirst(folder.path.utf8.count + 1)): \($0.reason ?? "")" }
        == [
          "2024-01-04.csv: it is not a file", "2024-01-05.csv: it is a link that leads nowhere",
          "b/2024-02-31.csv.gz: 2024-02-31 is no day of the calendar", "README: ",
          "a/2024-01-02.CSV: ", "a/2024-01-02.csv.zst: ",
        ])
  }

  @Test func `names that begin with a dot are no names`() throws {
    try put(
      ".barlake-mirror", ".2024-01-02.csv.gz.partial", ".2024-01-02.csv.gz.partial.json",
      ".git/2024-01-02.csv", "2024-01-03.csv")
    let tree = try tree()
    #expect(paths(tree) == ["2024-01-03.csv"] && tree.passedOverCount == 0)
  }

  @Test func `a name that is not UTF-8 is passed over`() throws {
    try put("2024-01-03.csv")
    try TemporaryFolder.withMisnamedFile(in: folder.path) {
      let tree = try tree()
      #expect(paths(tree) == ["2024-01-03.csv"])
      #expect(tree.passedOver.map(\.reason) == ["its name is not UTF-8"])
    }
  }

  @Test(arguments: ["", "us_stocks_sip", "us_stocks_sip/minute_aggs_v1", "./us_stocks_sip/."])
  func `folders of another type are counted, whichever of them is given`(_ path: String) throws {
    let stocks = "us_stocks_sip"
    try put(
      "\(stocks)/minute_aggs_v1/2024/01/2024-01-02.csv.gz",
      "\(stocks)/day_aggs_v1/2024/01/2024-01-02.csv.gz",
      "\(stocks)/day_aggs_v1/2024/01/2024-01-03.csv.gz",
      "\(stocks)/trades_v1/2024/01/2024-01-02.csv.gz", "\(stocks)/day_aggs_v1/README")
    let minutes = try tree(path)
    #expect(minutes.files.count == 1 && minutes.files[0].path.contains("minute_aggs_v1"))
    let isWhole = !path.contains("minute")
    #expect(minutes.others[.bars(.stocksDaily)] == (isWhole ? 2 : nil))
    #expect(minutes.others.count == (isWhole ? 2 : 0))
    let days = try tree(path, .stocksDaily)
    #expect(days.files.count == (isWhole ? 2 : 0))
    #expect(days.others[.bars(.stocksMinute)] == 1)
  }

  @Test func `where a link leads says what is there, if its own path does not`() throws {
    try put("far/us_stocks_sip/day_aggs_v1/2024-01-02.csv", "far/plain/2024-01-03.csv")
    try FileSystem.createDirectories(folder.path("tree/us_stocks_sip"))
    try TemporaryFolder.makeLink(
      folder.path("tree/days"), to: "../far/us_stocks_sip/day_aggs_v1")
    try TemporaryFolder.makeLink(
      folder.path("tree/us_stocks_sip/minute_aggs_v1"), to: "../../far/plain")
    let minutes = try tree("tree")
    #expect(paths(minutes) == ["tree/us_stocks_sip/minute_aggs_v1/2024-01-03.csv"])
    #expect(minutes.others == [.bars(.stocksDaily): 1])
    let linked = try tree("tree/days")
    #expect(linked.files.isEmpty && linked.others == [.bars(.stocksDaily): 1])
  }

  @Test(.timeLimit(.minutes(1)))
  func `a folder is read once, and a link to a folder above is not followed`() throws {
    try put("outside/2024-01-09.csv", "tree/a/2024-01-02.csv", "tree/b/2024-01-03.csv")
    try TemporaryFolder.makeLink(folder.path("tree/a/self"), to: ".")
    try TemporaryFolder.makeLink(folder.path("tree/b/other"), to: "../a")
    try TemporaryFolder.makeLink(folder.path("tree/b/top"), to: "..")
    try TemporaryFolder.makeLink(folder.path("tree/b/up"), to: "../..")
    try TemporaryFolder.makeLink(folder.path("tree/b/root"), to: "/")
    try TemporaryFolder.makeLink(folder.path("tree/c"), to: "../outside")
    try TemporaryFolder.makeLink(folder.path("tree/2024-01-04.csv"), to: "a/2024-01-02.csv")
    let tree = try tree("tree")
    #expect(
      tree.files.map(\.date.description) == [
        "2024-01-02", "2024-01-03", "2024-01-04", "2024-01-09",
      ])
    #expect(
      tree.passedOver.map(\.reason) == .init(repeating: "it leads to a folder above", count: 3))
  }

  @Test func `the folder itself must be one, and a request to stop ends the walk`() throws {
    try put("file")
    for path in ["file", "none"] {
      let error = #expect(throws: IngestError.self) { try tree(path) }
      #expect(error?.code == .ioError && error?.message.contains(folder.path(path)) == true)
    }
    try put("a/2024-01-02.csv")
    let cancellation = Cancellation()
    cancellation.cancel()
    let error = #expect(throws: IngestError.self) {
      try FlatFileTree(
        root: folder.path, dataType: .stocksDaily, cancellation: cancellation)
    }
    #expect(error?.message == "interrupted")
  }

  @Test func `a folder that is too deep is an error, and the others are read`() throws {
    try put("a/2024-01-02.csv", "z/2024-01-03.csv")
    try TemporaryFolder.makeDeep(folder.path("deep"))
    let tree = try tree()
    #expect(paths(tree) == ["a/2024-01-02.csv", "z/2024-01-03.csv"])
    #expect(tree.errors.map(\.code) == [.ioError])
  }
}
