/// The kind of a page.
///
/// Source: `parquet.thrift`, `PageType`.
package struct PageType: FormatEnumeration {
  package let rawValue: Int32

  package init(rawValue: Int32) { self.rawValue = rawValue }

  package static let dataPage = PageType(rawValue: 0)
  package static let indexPage = PageType(rawValue: 1)
  package static let dictionaryPage = PageType(rawValue: 2)
  package static let dataPageV2 = PageType(rawValue: 3)

  package static let names = [
    "DATA_PAGE", "INDEX_PAGE", "DICTIONARY_PAGE", "DATA_PAGE_V2",
  ]
}
