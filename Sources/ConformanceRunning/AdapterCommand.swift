internal import BarLakeBytes

/// The command that starts an adapter, as users write it.
package struct AdapterCommand: Equatable, Sendable {
  /// The program and its arguments.
  package var words: [String]

  /// A text that is no command.
  package struct Malformed: Error, CustomStringConvertible {
    package var description: String
  }

  /// Cuts `text` into words as a shell does: at blanks, with quotes of both kinds and backslashes.
  /// Nothing is expanded. Words that name something of the folder `current` get its absolute path,
  /// since the adapter starts in a folder of its own.
  package init(_ text: String, in current: String) throws {
    words = try Self.words(of: text)
    guard !words.isEmpty else { throw Malformed(description: "the adapter's command is empty") }
    for index in words.indices where !words[index].begins(with: "/") {
      // Alone, the name of a program is looked up in PATH.
      let isProgram = index == 0 && !words[index].utf8.contains(UInt8(ascii: "/"))
      let path = "\(current)/\(words[index])"
      if !isProgram, !words[index].isEmpty, try FileSystem.status(path) != nil {
        words[index] = path
      }
    }
  }

  private static func words(of text: String) throws -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Unicode.Scalar?
    var isEscaped = false
    for scalar in text.unicodeScalars {
      if isEscaped {
        word = (word ?? "") + String(scalar)
        isEscaped = false
      } else if scalar == "\\", quote != "'" {
        isEscaped = true
      } else if let open = quote {
        if scalar == open { quote = nil } else { word = (word ?? "") + String(scalar) }
      } else if scalar == "'" || scalar == "\"" {
        quote = scalar
        word = word ?? ""
      } else if scalar == " " || scalar == "\t" || scalar == "\n" {
        if let ended = word { words.append(ended) }
        word = nil
      } else {
        word = (word ?? "") + String(scalar)
      }
    }
    if quote != nil || isEscaped {
      throw Malformed(description: "the adapter's command ends within a quote: \(text)")
    }
    if let ended = word { words.append(ended) }
    return words
  }
}
