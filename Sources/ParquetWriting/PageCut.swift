/// The number of rows in a data page: as many as certainly fit into its byte limit, and at least
/// one.
package enum PageCut {
  /// The number of rows per page of a chunk of `chunkRowCount` rows if every value takes `bitWidth`
  /// bits. `fixedByteCount` bytes of a page do not depend on its rows, and `levels` returns the
  /// most bytes that the levels of some rows take. Nulls count as values, so the cut does not
  /// depend on their positions.
  package static func rowCount(
    of chunkRowCount: Int, bitWidth: Int, fixedByteCount: Int, byteCountLimit: Int,
    levels: DefinitionLevels
  ) -> Int {
    func fits(_ rowCount: Int) -> Bool {
      let groupCount = (rowCount + 7) / 8
      let valueByteCount = groupCount * bitWidth + groupCount / 32
      return fixedByteCount + valueByteCount + levels.byteCountLimit(rowCount: rowCount)
        <= byteCountLimit
    }
    // Most chunks of small files are one page.
    if fits(chunkRowCount) { return chunkRowCount }
    var fitting = 1
    var tooMany = byteCountLimit * 8 + 8
    while tooMany - fitting > 1 {
      let middle = (fitting + tooMany) / 2
      if fits(middle) { fitting = middle } else { tooMany = middle }
    }
    return fitting
  }
}
