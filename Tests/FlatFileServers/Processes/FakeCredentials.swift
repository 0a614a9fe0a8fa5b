/// The key that the tests' servers know. It opens nothing else.
package enum FakeCredentials {
  package static let accessKeyID = "FAKEACCESSKEYOFTESTS"
  package static let secretAccessKey = "fake/secret+of=tests"
}
