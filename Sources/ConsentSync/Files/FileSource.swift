import Foundation

/// Files that a job reads.
public struct FileSource: Sendable, Hashable {
    /// What of a file is one payload.
    public enum Form: String, Sendable, Hashable, CaseIterable {
        /// Each row of a CSV, NDJSON or JSON file, as the adapter's input describes it.
        case rows
        /// Each line.
        case lines
        /// The whole file.
        case whole
    }

    /// The stream under which a job's files are remembered.
    static let stream = "files"

    /// Names, folders, or patterns with `*` and `?` in the last part.
    public let paths: [String]
    /// What of a file is one payload; nil for rows where the adapter reads rows, else lines.
    public let form: Form?
    /// The folder that files are moved to once they are read; nil to leave them.
    public let moveTo: String?

    /// A source of files.
    public init(paths: [String], form: Form? = nil, moveTo: String? = nil) {
        self.paths = paths
        self.form = form
        self.moveTo = moveTo
    }
}

extension FileSource {
    /// The files that there are now, each once, in the order of the paths and within one by name. Hidden files are left
    /// out, and folders within folders are not looked into.
    ///
    /// - Throws: ``FileProblem`` for a path that is nothing, or a folder that cannot be read.
    func files() throws(FileProblem) -> [String] {
        var seen: Set<String> = []
        var files: [String] = []
        for path in paths { files += try Self.files(at: path).filter { seen.insert($0).inserted } }
        return files
    }

    private static func files(at path: String) throws(FileProblem) -> [String] {
        let url = URL(fileURLWithPath: path)
        let name = url.lastPathComponent
        if name.contains("*") || name.contains("?") {
            return try names(in: url.deletingLastPathComponent().path) { matches(Array($0.utf8), Array(name.utf8)) }
        }
        guard let kind = kind(of: path) else {
            throw FileProblem("\(path) is not there; correct the path, or write a pattern if it may be missing.")
        }
        if kind == .typeDirectory { return try names(in: path) { _ in true } }
        // A pipe would be waited for until somebody writes into it.
        guard kind == .typeRegular else {
            throw FileProblem("\(path) is neither a file nor a folder; write what it gives into a file first.")
        }
        return [path]
    }

    private static func names(in folder: String, where isChosen: (String) -> Bool) throws(FileProblem) -> [String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw FileProblem("The folder \(folder) is not there or cannot be read; make it, or correct the path.")
        }
        let chosen = names.filter { !$0.hasPrefix(".") && isChosen($0) }.sorted()
        return chosen.map { folder + "/" + $0 }.filter { kind(of: $0) == .typeRegular }
    }

    /// What is at a path, or where a link at it leads.
    private static func kind(of path: String) -> FileAttributeType? {
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        return (try? FileManager.default.attributesOfItem(atPath: real))?[.type] as? FileAttributeType
    }

    /// Whether a name fits a pattern, in which `*` stands for any characters and `?` for one byte.
    private static func matches(_ name: [UInt8], _ pattern: [UInt8]) -> Bool {
        var (at, place) = (0, 0)
        var star: (at: Int, place: Int)?
        while at < name.count {
            if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
                star = (at, place)
                place += 1
            } else if place < pattern.count, pattern[place] == name[at] || pattern[place] == UInt8(ascii: "?") {
                (at, place) = (at + 1, place + 1)
            } else if let last = star {
                // The star takes one more.
                star = (last.at + 1, last.place)
                (at, place) = (last.at + 1, last.place + 1)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}

/// Why a file could not be read: a sentence that names the file and the cure, and nothing of its content.
struct FileProblem: Error {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}
