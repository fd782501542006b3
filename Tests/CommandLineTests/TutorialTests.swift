import Foundation
import Testing

/// Follows the article for adapter authors literally, in a folder of its own: files are written as it shows them, commands
/// run as it writes them, and what they print must be what it shows.
@Suite("The tutorial can be followed")
struct TutorialTests {
    /// Something that the article does.
    private enum Step {
        /// A file: a `yaml` block whose first line names it.
        case file(path: String, text: String)
        /// A command with the output that is shown. A line `…` stands for lines that are left out.
        case command(String, output: [String])
    }

    private static let article = packageRoot.appendingPathComponent(
        "Sources/ConsentAdapters/ConsentAdapters.docc/NewAdapter.md"
    )

    private func steps() throws -> [Step] {
        let text = try String(contentsOf: Self.article, encoding: .utf8)
        return text.components(separatedBy: "\n```").enumerated().filter { !$0.offset.isMultiple(of: 2) }.flatMap {
            _,
            block in
            let lines = block.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            switch lines[0] {
            case "yaml":
                guard lines[1].hasPrefix("# ") else { return [Step]() }
                let text = lines.dropFirst().joined(separator: "\n") + "\n"
                return [.file(path: String(lines[1].dropFirst(2)), text: text)]
            case "console": return Self.commands(Array(lines.dropFirst()))
            default: return []
            }
        }
    }

    private static func commands(_ lines: [String]) -> [Step] {
        var steps: [Step] = []
        for line in lines {
            if line.hasPrefix("$ ") {
                steps.append(.command(String(line.dropFirst(2)), output: []))
            } else if case .command(let command, let output)? = steps.popLast() {
                steps.append(.command(command, output: output + [line]))
            }
        }
        return steps
    }

    @Test("step by step")
    func follow() async throws {
        let folder = try ScratchFolder()
        let steps = try steps()
        #expect(steps.count > 8)
        for step in steps {
            switch step {
            case .file(let path, let text):
                try text.write(toFile: "\(folder.path)/\(path)", atomically: true, encoding: .utf8)
            case .command(let command, let output):
                var words = try #require(ConsoleExample.words(command))
                var target: String?
                if let arrow = words.firstIndex(of: ">") {
                    target = words[arrow + 1]
                    words.removeSubrange(arrow...)
                }
                let name = try #require(words.first)
                if name == "mkdir" {
                    for word in words.dropFirst() {
                        try FileManager.default.createDirectory(
                            atPath: "\(folder.path)/\(word)",
                            withIntermediateDirectories: true
                        )
                    }
                } else {
                    #expect(name == "consentbridge")
                    let result = try await Program.run(
                        Array(words.dropFirst()),
                        environment: ["CONSENTBRIDGE_ADAPTERS": "Adapters"],
                        folder: folder.path
                    )
                    if let target {
                        try result.output.write(toFile: "\(folder.path)/\(target)", atomically: true, encoding: .utf8)
                        continue
                    }
                    let printed = result.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(
                        String.init
                    )
                    #expect(Self.fits(printed, output), "\(command)\n\(result.output)\(result.errors)")
                }
            }
        }
    }

    /// Whether lines are what is shown, where `…` stands for any lines.
    private static func fits(_ lines: [String], _ shown: [String]) -> Bool {
        guard let first = shown.first else { return lines.isEmpty }
        if first == "…" {
            return lines.indices.contains { fits(Array(lines[$0...]), Array(shown.dropFirst())) }
                || fits([], Array(shown.dropFirst()))
        }
        return lines.first == first && fits(Array(lines.dropFirst()), Array(shown.dropFirst()))
    }
}
