import Foundation
import Testing

/// The project's own habits, checked on its files.
@Suite("Tidy")
struct TidyTests {
    private struct SourceFile {
        let path: String
        let lines: [Substring]
    }

    private static let files: [SourceFile] = ["Sources", "Tests"].flatMap { folder -> [SourceFile] in
        let root = packageRoot.appendingPathComponent(folder)
        let names = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
            let text = (try? String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)) ?? ""
            return SourceFile(
                path: "\(folder)/\(name)",
                lines: text.split(separator: "\n", omittingEmptySubsequences: false)
            )
        }
    }

    @Test("no hand-written file has more than 400 lines")
    func fileLength() {
        #expect(Self.files.count > 100)
        for file in Self.files {
            #expect(file.lines.count <= 400, "\(file.path) has \(file.lines.count) lines")
        }
    }

    @Test(
        "sources trap on no outside input and leave nothing half done",
        arguments: ["try!", "as!", "fatalError(", "TODO", "FIXME", "XXX"]
    )
    func bannedWords(word: String) {
        for file in Self.files where file.path.hasPrefix("Sources/") {
            for (index, line) in file.lines.enumerated() where line.contains(word) {
                Issue.record("\(file.path):\(index + 1) has \(word)")
            }
        }
    }

    /// Where unchecked code may stand: the transport, the statements of the store and the start of programs, which call C,
    /// the bytes of a hash, which are given in no other way without an array, and the decode kernel, which is tested
    /// against its safe twin.
    private static let uncheckedPlaces = [
        "Sources/ConsentTransport/", "Sources/ConsentStrings/Bits/DecodeKernel.swift",
        "Sources/ConsentSync/Store/SQLite/RowStatement.swift", "Sources/ConsentSync/Store/SQLite/RowQuery.swift",
        "Sources/ConsentSync/Store/Hashing.swift", "Sources/ConsentSync/Sinks/Process+Signals.swift",
    ]

    @Test("unsafe code stands only where C is called and in the decode kernel")
    func unsafeCode() {
        for file in Self.files
        where file.path.hasPrefix("Sources/") && !Self.uncheckedPlaces.contains(where: { file.path.hasPrefix($0) }) {
            for (index, line) in file.lines.enumerated()
            where !line.contains("//") && line.contains("unsafe ") {
                Issue.record("\(file.path):\(index + 1) is unsafe")
            }
        }
    }

    @Test("the codecs, Opt-In and the translation import neither Foundation nor a third party")
    func pureModules() {
        let pure = ["BoundedJSON", "ConsentStrings", "OptIn", "ConsentTranslation"]
        for file in Self.files where pure.contains(where: { file.path.hasPrefix("Sources/\($0)/") }) {
            for line in file.lines where line.contains("import ") && !line.hasPrefix("///") {
                let module = line.split(separator: " ").last.map(String.init) ?? ""
                let isImport = line.hasPrefix("import ") || line.contains(" import ")
                if isImport, !line.contains("//") {
                    #expect(pure.contains(module), "\(file.path): \(line)")
                }
            }
        }
    }

    @Test("no file names a place of the machine that it was written on")
    func noAbsolutePaths() {
        let places = ["/" + "work/", "/" + "root/", "/" + "opt/swift"]
        for file in Self.files {
            for (index, line) in file.lines.enumerated() {
                #expect(!places.contains { line.contains($0) }, "\(file.path):\(index + 1)")
            }
        }
    }
}
