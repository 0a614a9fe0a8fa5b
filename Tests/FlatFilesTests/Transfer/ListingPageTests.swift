import FlatFiles
import Testing

@Suite struct ListingPageTests {
  private func page(_ content: String) throws -> ListingPage {
    try ListingPage(
      Array(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\(content)\
        </ListBucketResult>
        """.utf8))
  }

  private let object = """
    <Contents><Key>a/b &amp; c+d%20.gz</Key><LastModified>2024-01-03T15:00:00.000Z</LastModified>\
    <ETag>&quot;5d41-2&quot;</ETag><Size>12</Size><StorageClass>STANDARD</StorageClass></Contents>
    """

  @Test func `an object has its key as it is, its size, its tag and its time`() throws {
    let page = try page("<IsTruncated>false</IsTruncated>\(object)")
    #expect(
      page.objects == [
        S3Object(
          key: "a/b & c+d%20.gz", byteCount: 12, etag: "\"5d41-2\"",
          lastModified: "2024-01-03T15:00:00.000Z")
      ])
    #expect(page.nextToken == nil)
  }

  @Test func `a token is taken as it is, blanks included`() throws {
    let page = try page(
      "<IsTruncated>true</IsTruncated><NextContinuationToken> a/b+c= </NextContinuationToken>")
    #expect(page.nextToken == " a/b+c= ")
  }

  @Test func `a token of a last page is of no use`() throws {
    let page = try page(
      "<IsTruncated>false</IsTruncated><NextContinuationToken>x</NextContinuationToken>")
    #expect(page.nextToken == nil)
  }

  @Test(arguments: [
    ("", "it is no list of objects"),
    ("<IsTruncated>true</IsTruncated>", "it promises another page and has no token for it"),
    (
      "<IsTruncated>false</IsTruncated><EncodingType>url</EncodingType>",
      "its keys are encoded, which was not asked for"
    ),
    (
      "<IsTruncated>false</IsTruncated><Contents><Key>a</Key></Contents>",
      "an object of it lacks its key, its size or its ETag"
    ),
    (
      "<IsTruncated>false</IsTruncated>"
        + "<Contents><Key>a</Key><ETag>x</ETag><Size>-1</Size></Contents>",
      "an object of it lacks its key, its size or its ETag"
    ),
  ])
  func `a page that is wrong is an error`(_ content: String, _ reason: String) {
    #expect(throws: ListingPage.Fault(reason: reason)) { try page(content) }
  }

  @Test func `a page that was cut off is an error`() {
    let text = "<ListBucketResult><IsTruncated>false</IsTruncated>"
    #expect(throws: ListingPage.Fault(reason: "it is not a whole XML document")) {
      try ListingPage(Array(text.utf8))
    }
  }
}
