/// How many rows go into a data page: as many as surely fit its byte limit, and one at least.
package enum PageCut {
  /// Rows a page where every value takes `bitWidth` bits; `fixedByteCount` bytes of a page do not
  /// depend on the rows, and `levels` tells how many bytes the levels of some rows take at most.
  /// Nulls count as values, so that the cut does not depend on where they are.
  package static func rowCount(
    bitWidth: Int, fixedByteCount: Int, byteCountLimit: Int, levels: DefinitionLevels
  ) -> Int {
    func fits(_ rowCount: Int) -> Bool {
      let groupCount = (rowCount + 7) / 8
      let valueByteCount = groupCount * bitWidth + groupCount / 32
      return fixedByteCount + valueByteCount + levels.byteCountLimit(rowCount: rowCount)
        <= byteCountLimit
    }
    var fitting = 1
    var tooMany = byteCountLimit * 8 + 8
    while tooMany - fitting > 1 {
      let middle = (fitting + tooMany) / 2
      if fits(middle) { fitting = middle } else { tooMany = middle }
    }
    return fitting
  }
}
