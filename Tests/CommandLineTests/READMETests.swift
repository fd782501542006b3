import Foundation
import Testing

@Suite("The README tells the truth")
struct READMETests {
    /// A command of the README with the output that it shows.
    struct Example: Sendable, CustomTestStringConvertible {
        let command: String
        let output: String

        var testDescription: String { String(command.prefix(60)) }
    }

    /// The blocks marked `console`: a line that starts with `$` and what follows it.
    static let examples: [Example] = {
        let text = (try? String(contentsOf: packageRoot.appendingPathComponent("README.md"), encoding: .utf8)) ?? ""
        return text.components(separatedBy: "```console\n").dropFirst().compactMap { block in
            let lines = block.components(separatedBy: "```")[0]
            guard lines.hasPrefix("$ "), let end = lines.firstIndex(of: "\n") else { return nil }
            return Example(
                command: String(lines[lines.index(lines.startIndex, offsetBy: 2)..<end]),
                output: String(lines[lines.index(after: end)...])
            )
        }
    }()

    @Test("there are examples with their output")
    func hasExamples() {
        #expect(!Self.examples.isEmpty)
    }

    @Test("each example prints what the README shows", arguments: examples)
    func example(_ example: Example) async throws {
        let words = try #require(ConsoleExample.words(example.command))
        #expect(words.first == "consentbridge")
        let result = try await Program.run(Array(words.dropFirst()), folder: packageRoot.path)
        #expect(result.output == example.output)
    }
}
