import Foundation

/// The package's root, where `Adapters` and `Fixtures` are.
let packageRoot = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// The built program, run as users run it.
struct Program {
    /// What a run left behind.
    struct Result: Sendable {
        let status: Int32
        let output: String
        let errors: String

        /// Standard output as JSON lines.
        func lines() throws -> [[String: Any]] {
            try output.split(separator: "\n").map { line in
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
            }
        }
    }

    /// The program stands beside the tests that the package builds.
    static let executable =
        Bundle.main.executableURL.map { url in
            url.resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("consentbridge")
        }.flatMap { FileManager.default.isExecutableFile(atPath: $0.path) ? $0 : nil }
        ?? packageRoot.appendingPathComponent(".build/debug/consentbridge")

    /// Starts the program and does not wait.
    static func start(
        _ arguments: [String],
        environment: [String: String] = [:],
        folder: String? = nil,
        input: String? = nil,
        executable: URL = Self.executable,
        output: Pipe = Pipe(),
        errors: Pipe = Pipe()
    ) throws -> Process {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, own in own }
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        process.standardOutput = output
        process.standardError = errors
        let stdin = Pipe()
        process.standardInput = stdin
        try process.run()
        if let input {
            Thread.detachNewThread {
                try? stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
                try? stdin.fileHandleForWriting.close()
            }
        } else {
            try stdin.fileHandleForWriting.close()
        }
        return process
    }

    /// Runs the program to its end.
    static func run(
        _ arguments: [String],
        environment: [String: String] = [:],
        folder: String? = nil,
        input: String? = nil,
        executable: URL = Self.executable
    ) async throws -> Result {
        let output = Pipe()
        let errors = Pipe()
        let process = try start(
            arguments,
            environment: environment,
            folder: folder,
            input: input,
            executable: executable,
            output: output,
            errors: errors
        )
        async let text = read(output)
        async let complaints = read(errors)
        let (outputText, errorText) = (await text, await complaints)
        process.waitUntilExit()
        return Result(status: process.terminationStatus, output: outputText, errors: errorText)
    }

    /// What a running process has written once that is enough, or it has ended.
    ///
    /// The wait has a thread of its own: those that tests share are few, and a scripted CMP needs them to answer.
    static func read(_ pipe: Pipe, until isEnough: @escaping @Sendable (String) -> Bool) async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var text = ""
                while !isEnough(text) {
                    let data = pipe.fileHandleForReading.availableData
                    guard !data.isEmpty else { break }
                    text += String(decoding: data, as: UTF8.self)
                }
                continuation.resume(returning: text)
            }
        }
    }

    /// All that a process writes until it ends.
    static func read(_ pipe: Pipe) async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let data = pipe.fileHandleForReading.readDataToEndOfFile()
                continuation.resume(returning: String(decoding: data, as: UTF8.self))
            }
        }
    }
}

/// A folder that is gone when the test is.
final class ScratchFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("bridge-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes a file into the folder; answers its path.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
        return "\(path)/\(name)"
    }
}
