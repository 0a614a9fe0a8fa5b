import BarLakeArrowInterface
import BarLakeColumnar
import CBarLakeArrow

/// An array as a consumer has it: walks the struct of C, and releases what was not released.
@safe final class ReceivedArray: @unchecked Sendable {
  private let array: UnsafeMutablePointer<ArrowArray>
  /// The array that `array` lies in the memory of; nil where it is our own.
  private let parent: ReceivedArray?

  /// Receives some rows of a batch.
  convenience init(_ slice: BatchSlice, as schema: Schema) throws(ArrowExportError) {
    self.init()
    unsafe try ArrowExport.export(slice, as: schema, to: array)
  }

  /// Receives one column.
  convenience init(
    _ column: Column, as type: DataType, rows: Range<Int>? = nil
  ) throws(ArrowExportError) {
    let batch = RecordBatch(columns: [column], rowCount: column.count)
    try self.init(
      BatchSlice(batch, rows: rows ?? 0..<column.count), as: Schema([Field("c", type)]))
  }

  /// Receives the next batch of a stream, or what stands at its end.
  convenience init(next stream: ReceivedStream) throws {
    self.init()
    unsafe try stream.next(into: array)
  }

  private init() {
    unsafe array = .allocate(capacity: 1)
    unsafe array.initialize(to: ArrowArray())
    parent = nil
  }

  private init(_ array: UnsafeMutablePointer<ArrowArray>, of parent: ReceivedArray) {
    unsafe self.array = unsafe array
    self.parent = parent
  }

  deinit {
    guard parent == nil else { return }
    release()
    unsafe array.deallocate()
  }

  var length: Int { unsafe Int(array.pointee.length) }
  var nullCount: Int { unsafe Int(array.pointee.null_count) }
  var offset: Int { unsafe Int(array.pointee.offset) }
  var bufferCount: Int { unsafe Int(array.pointee.n_buffers) }
  var childCount: Int { unsafe Int(array.pointee.n_children) }
  var isReleased: Bool { unsafe array.pointee.release == nil }

  func child(_ index: Int) -> ReceivedArray {
    unsafe ReceivedArray(array.pointee.children[index]!, of: self)
  }

  var dictionary: ReceivedArray? {
    unsafe array.pointee.dictionary.map { unsafe ReceivedArray($0, of: self) }
  }

  /// Where a buffer begins; nil for one that is left out.
  func address(_ buffer: Int) -> Int? {
    unsafe array.pointee.buffers[buffer].map { Int(bitPattern: $0) }
  }

  /// The elements of a buffer that are this array's.
  func elements<Element: BitwiseCopyable>(_ type: Element.Type, _ buffer: Int = 1) -> [Element] {
    let start = unsafe array.pointee.buffers[buffer]!.assumingMemoryBound(to: type)
    return (offset..<offset + length).map { unsafe start[$0] }
  }

  /// The array's bits of a bitmap.
  func bits(_ buffer: Int) -> [Bool] {
    let start = unsafe array.pointee.buffers[buffer]!.assumingMemoryBound(to: UInt8.self)
    return (offset..<offset + length).map { unsafe start[$0 / 8] >> UInt8($0 % 8) & 1 == 1 }
  }

  /// The array's texts.
  var texts: [String] {
    let offsets = unsafe array.pointee.buffers[1]!.assumingMemoryBound(to: Int32.self)
    let bytes = unsafe array.pointee.buffers[2]!.assumingMemoryBound(to: UInt8.self)
    return (offset..<offset + length).map { row in
      let range = unsafe Int(offsets[row])..<Int(offsets[row + 1])
      return String(decoding: range.map { unsafe bytes[$0] }, as: UTF8.self)
    }
  }

  func release() {
    if let release = unsafe array.pointee.release { unsafe release(array) }
  }

  /// Calls the callback once more than the interface allows.
  func releaseTwice() {
    let release = unsafe array.pointee.release
    unsafe release?(array)
    unsafe release?(array)
  }

  /// Moves a child out, as the interface describes: the struct is copied and marked released.
  func takeChild(_ index: Int) -> ReceivedArray {
    let taken = ReceivedArray()
    let child = unsafe array.pointee.children[index]!
    unsafe taken.array.update(from: child, count: 1)
    unsafe child.pointee.release = nil
    return taken
  }
}

/// A type as a consumer has it.
struct ReceivedSchema: Equatable {
  var format: String
  var name: String
  var isNullable: Bool
  var children: [ReceivedSchema] = []
  var dictionaryFormat: String?

  init(
    _ format: String, _ name: String, isNullable: Bool = true, dictionaryFormat: String? = nil
  ) {
    self.format = format
    self.name = name
    self.isNullable = isNullable
    self.dictionaryFormat = dictionaryFormat
  }

  /// Receives a schema and releases it.
  init(_ schema: Schema) {
    var received = unsafe ArrowSchema()
    unsafe ArrowExport.export(schema, to: &received)
    unsafe self.init(received)
    unsafe received.release(&received)
  }

  /// Copies a struct; a child is taken out of it, and lives on by itself.
  init(_ schema: ArrowSchema) {
    format = unsafe String(cString: schema.format)
    name = unsafe String(cString: schema.name)
    isNullable = unsafe schema.flags & Int64(ARROW_FLAG_NULLABLE) != 0
    dictionaryFormat = unsafe schema.dictionary.map { unsafe String(cString: $0.pointee.format) }
    children = unsafe (0..<Int(schema.n_children)).map { index in
      unsafe ReceivedSchema(schema.children[index]!.pointee)
    }
  }
}

/// A stream as a consumer has it.
@safe final class ReceivedStream {
  struct Failure: Error {
    var number: CInt
    var text: String?
  }

  private let stream: UnsafeMutablePointer<ArrowArrayStream>

  init(_ schema: Schema, next: sending @escaping () throws -> RecordBatch?) {
    unsafe stream = .allocate(capacity: 1)
    unsafe ArrowExport.exportStream(schema, to: stream, next: next)
  }

  deinit {
    release()
    unsafe stream.deallocate()
  }

  func schema() -> ReceivedSchema {
    var schema = unsafe ArrowSchema()
    _ = unsafe stream.pointee.get_schema(stream, &schema)
    defer { unsafe schema.release(&schema) }
    return unsafe ReceivedSchema(schema)
  }

  fileprivate func next(into array: UnsafeMutablePointer<ArrowArray>) throws {
    let number = unsafe stream.pointee.get_next(stream, array)
    if number != 0 { throw Failure(number: number, text: lastError) }
  }

  var lastError: String? {
    unsafe stream.pointee.get_last_error(stream).map { unsafe String(cString: $0) }
  }

  func release() {
    if let release = unsafe stream.pointee.release { unsafe release(stream) }
  }
}
