import BarLake
import BarLakeBytes
import FlatFiles
import Testing

@Suite struct ConfigLoaderSavingTests {
  private static let pipeline = """
    data_root: "yes"
    ratio: 7.5
    huge: 1e300
    none:
    list: [1, 'no', {deep: [x]}]
    "key: with": "text: with # marks"
    long: |
      two
      lines
    polygon: {api_key: fake-secret-key, region: us}
    proxy: http://somebody:fake-secret-proxy@127.0.0.1:1
    """

  @Test func `what is saved reads as the same values, without the secrets`() throws {
    let folder = try ConfigFolder(
      pipeline: Self.pipeline, credentials: ConfigFolder.credentials)
    let config = try folder.load()
    try config.save()
    let text = String(
      decoding: try FileSystem.read(folder.file("current_config")), as: UTF8.self)
    #expect(!text.contains("fake-secret") && !text.contains("KEYID"))
    #expect(!text.contains("credentials"))
    let again = try ConfigFolder(pipeline: text).load()
    for path in [
      "data_root", "ratio", "huge", "list", "key: with", "long", "source", "pipeline",
      "polygon.region",
    ] {
      #expect(again.get(path) == config.get(path) && config.get(path) != nil, "\(path)")
    }
    #expect(again.get("polygon.api_key") == nil && again.get("proxy") == nil)
  }

  @Test func `a folder that is missing is made, and nothing else is left there`() throws {
    let folder = try ConfigFolder()
    let config = try folder.load()
    try config.save(to: folder.path + "/new/a.yaml")
    try config.save(to: folder.path + "/new/a.yaml")
    #expect(try ConfigFolder.names(in: folder.path + "/new") == ["a.yaml"])
  }

  @Test func `a place where nothing can be written is an error`() throws {
    let folder = try ConfigFolder(pipeline: "a: 1\n")
    let error = #expect(throws: ConfigError.self) {
      try folder.load().save(to: folder.file("pipeline_config") + "/a.yaml")
    }
    #expect(error?.code == .ioError)
  }
}
