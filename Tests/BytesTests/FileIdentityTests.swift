import BarLakeBytes
import BarLakeTestSupport
import Testing

@Suite struct FileIdentityTests {
  @Test func `a file is the same by every path, and no other is`() throws {
    let folder = try TemporaryFolder()
    try folder.write([1], to: "a")
    try folder.write([1], to: "b")
    try TemporaryFolder.makeLink(folder.path("link"), to: "a")
    let own = try #require(try FileIdentity(folder.path("a")))
    #expect(try FileIdentity(folder.path("link")) == own)
    #expect(try FileIdentity("\(folder.path)/./a") == own)
    #expect(try FileIdentity(folder.path("b")) != own)
    #expect(try FileIdentity(folder.path) != own)
    #expect(try FileIdentity(folder.path("none")) == nil)
    #expect(try FileIdentity(folder.path("a/b")) == nil)
  }
}
