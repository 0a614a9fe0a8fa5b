import BarLakeColumnar
import BarLakeParquetFormat
import BarLakeParquetReading
import Testing

/// Chunks that are read page by page.
@Suite struct PagesTests {
  @Test(arguments: Fixtures.names)
  func `pages one by one have the bounds of the whole chunk`(_ name: String) throws {
    let file = try ParquetFile(path: Fixtures.path(name))
    for rowGroup in file.metadata.rowGroups.indices {
      for (column, leaf) in file.leaves.enumerated() {
        let whole = try file.readColumnChunk(rowGroup: rowGroup, column: column)
        var bounds = ValueBounds()
        var number = 0
        let dataPages = whole.pages.filter { $0.header.type != .dictionaryPage }
        let pages = try file.readPages(rowGroup: rowGroup, column: column) { values, page in
          let found = ValueBounds(of: values, rows: 0..<values.count)
          #expect(found == ValueBounds(of: whole.column, rows: dataPages[number].rows))
          #expect(page.rows == dataPages[number].rows && values.count == page.rows.count)
          if let type = leaf.dataType { bounds.formUnion(found, type: type) }
          number += 1
        }
        #expect(number == dataPages.count && pages.map(\.offset) == whole.pages.map(\.offset))
        if leaf.dataType != nil {
          #expect(bounds == ValueBounds(of: whole.column, rows: 0..<whole.column.count))
        }
      }
    }
  }
}
