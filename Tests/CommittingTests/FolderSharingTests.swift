import BarLakeBytes
import BarLakeCommitting
import BarLakeTestSupport
import Testing

@Suite struct FolderSharingTests {
  /// The rights of a path, in the bits of chmod(2).
  private static func permissions(_ path: String) throws -> UInt32 {
    try #require(try FileSystem.status(path)).permissions & 0o777
  }

  @Test func `what is made in a lake of a group has the rights of the lake's folder`() throws {
    let folder = try TemporaryFolder()
    let root = folder.path("lake")
    try FileSystem.createDirectory(root)
    try FileSystem.addPermissions(0o070, to: root)
    let sharing = try FolderSharing(root)
    #expect(try sharing.makeFolders("\(root)/a/b") == ["\(root)/a", "\(root)/a/b"])
    try sharing.makeFoldersOnDisk(["\(root)/a/b", "\(root)/c"])
    for name in ["a", "a/b", "c"] {
      #expect(try Self.permissions("\(root)/\(name)") & 0o070 == 0o070)
    }
    try FileSystem.write([1], to: "\(root)/file")
    try sharing.share(file: "\(root)/file")
    #expect(try Self.permissions("\(root)/file") & 0o070 == 0o060)
  }

  @Test func `in a lake that nobody else may write to nothing is changed`() throws {
    let folder = try TemporaryFolder()
    let root = folder.path("lake")
    try FileSystem.createDirectory(root)
    let plain = folder.path("plain")
    try FileSystem.createDirectory(plain)
    let isOpen = try Self.permissions(root) & 0o022 != 0
    let sharing = try FolderSharing(root)
    try sharing.makeFoldersOnDisk(["\(root)/a"])
    #expect(try isOpen || Self.permissions("\(root)/a") == Self.permissions(plain))
  }
}
