import BoundedJSON
import ConsentTranslation
import Foundation

/// Hands changes to a program on its standard input, one JSON object a line.
///
/// The program has taken them when it exits with 0. With 75 (`EX_TEMPFAIL`) it asks to be tried again later; any other
/// status refuses the batch, which is then tried one by one.
public struct CommandSink: ChangeSink {
    /// The status by which a program asks to be tried again (sysexits).
    private static let temporaryFailure: Int32 = 75

    /// The name.
    public let name: String
    /// Changes that one run of the program takes.
    public let batchSize: Int

    private let words: [String]
    private let folder: String

    /// A sink that runs a program.
    ///
    /// - Parameters:
    ///   - words: the program's path, absolute or relative to the folder, and its arguments. No shell reads them.
    ///   - folder: where it runs.
    public init(name: String, words: [String], folder: String, batchSize: Int = 1_000) {
        self.name = name
        self.words = words
        self.folder = folder
        self.batchSize = batchSize
    }

    /// Runs the program once.
    public func take(_ changes: [Change]) async throws {
        guard let path = words.first else { throw SinkError.unavailable("The sink names no program.") }
        let program = path.hasPrefix("/") ? path : folder + "/" + path
        guard FileManager.default.isExecutableFile(atPath: program) else {
            throw SinkError.unavailable("\(program) is no program that can be run; check its path and its rights.")
        }
        var json = JSONWriter(capacity: 768 * changes.count)
        for change in changes {
            change.write(into: &json)
            json.newline()
        }
        let status = try await Self.run(program, Array(words.dropFirst()), in: folder, input: Data(json.bytes))
        switch status {
        case 0: return
        case Self.temporaryFailure: throw SinkError.unavailable("\(program) asks to be tried again later (exit 75).")
        default: throw SinkError.rejected("\(program) exited with \(status).")
        }
    }

    private static func run(_ program: String, _ arguments: [String], in folder: String, input: Data) async throws
        -> Int32
    {
        // A file, not a pipe: a program that does not read to the end must end neither itself nor this one.
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("changes-\(UUID().uuidString)")
        try Data().write(to: file, options: .withoutOverwriting)
        defer { try? FileManager.default.removeItem(at: file) }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        try input.write(to: file)
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardInput = handle
        // What it prints is for people, and this program's standard output is its answer.
        process.standardOutput = FileHandle.standardError
        return try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: SinkError.unavailable("\(program) cannot be started."))
            }
        }
    }
}
