import BarLakeBytes
import BarLakeConformanceKit
import BarLakeTestSupport
import Testing

/// The files that budgets are measured with: the same bytes everywhere, and what the recipe says.
@Suite struct BarRecipeTests {
  private static func recipe(
    _ order: BarRecipe.Order, note: Int = 0, rowsPerSymbol: Int = 7
  ) throws -> BarRecipe {
    let suite = try ConformanceSuite.load(
      "\(Repository.root)/Conformance/cases/memory/budget-sorted-many-by-date",
      id: "memory.budget-sorted-many-by-date")
    var recipe = try #require(suite.budget?.recipe)
    recipe.symbolCount = 30
    recipe.rowsPerSymbol = rowsPerSymbol
    recipe.order = order
    recipe.noteByteCount = note
    return recipe
  }

  private static func rows(_ recipe: BarRecipe) throws -> [[String]] {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/bars.csv"
    let summary = try recipe.file(times: 1).write(to: path, gzip: false)
    let bytes = try FileSystem.read(path)
    #expect(summary.byteCount == bytes.count)
    #expect(summary.sha256 == SHA256Digest.of(bytes.span).hexadecimal)
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test func `a file has a header and every bar of every symbol, and texts are what bars are`()
    throws
  {
    let recipe = try Self.recipe(.sorted, note: 11)
    let rows = try Self.rows(recipe)
    #expect(
      rows.first == [
        "ticker", "volume", "open", "close", "high", "low", "window_start", "transactions", "note",
      ])
    #expect(rows.count == 1 + 30 * 7)
    let file = recipe.file(times: 1)
    for (number, row) in rows.dropFirst().enumerated() {
      let bar = file.bar(number)
      #expect(row.count == 9)
      #expect(row[0] == String(decoding: BarFile.ticker(bar.symbol), as: UTF8.self))
      let prices = row[2...5].compactMap { Double($0) }
      // Decimals of four digits: read by another parser than ours, they are what was meant.
      #expect(prices == [bar.open, bar.close, bar.high, bar.low].map { Double($0) / 10_000 })
      #expect(prices[3] <= prices.min() ?? 0 && prices[2] >= prices.max() ?? .infinity)
      #expect(Int(row[1]) == bar.volume && bar.volume > 0)
      #expect(Int(row[6]) == bar.microseconds * 1000)
      #expect(Int(row[7]) == bar.transactions)
      #expect(row[8].utf8.count == 11 && row[8].hasPrefix("N\(bar.noteNumber)N"))
      // 2024-01-02 in UTC.
      #expect((1_704_153_600_000_000..<1_704_240_000_000_000).contains(bar.microseconds))
    }
    #expect(rows.dropFirst().map { $0[0] } == rows.dropFirst().map { $0[0] }.sorted())
  }

  @Test func `shuffled rows are the sorted ones in another order`() throws {
    let sorted = try Self.rows(try Self.recipe(.sorted, rowsPerSymbol: 70))
    let shuffled = try Self.rows(try Self.recipe(.shuffled, rowsPerSymbol: 70))
    #expect(sorted != shuffled)
    #expect(Set(sorted) == Set(shuffled) && sorted.count == shuffled.count)
    let neighbours = zip(shuffled.dropFirst(), shuffled.dropFirst(2))
    #expect(neighbours.count { $0[0] == $1[0] } * 10 < shuffled.count)
  }

  @Test func `gzip is the same file`() throws {
    let recipe = try Self.recipe(.shuffled)
    let folder = try TemporaryFolder()
    let plain = try recipe.file(times: 3).write(to: "\(folder.path)/a", gzip: false)
    let packed = try recipe.file(times: 3).write(to: "\(folder.path)/a.gz", gzip: true)
    #expect(plain == packed)
    let magic = try FileSystem.read("\(folder.path)/a.gz", upTo: 2)
    #expect(magic == [0x1F, 0x8B])
  }
}
