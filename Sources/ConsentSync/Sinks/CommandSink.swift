import BoundedJSON
import ConsentTranslation
import Foundation

/// Hands changes to a program on its standard input, one JSON object a line.
///
/// The program has taken them when it exits with 0. With 75 (`EX_TEMPFAIL`) it asks to be tried again later; any other
/// status refuses the batch, which is then tried one by one. One that is still running when its time is over, or when
/// the delivery is stopped, is ended with whatever it has started, and tried again next time.
public struct CommandSink: ChangeSink {
    /// The status by which a program asks to be tried again (sysexits).
    private static let temporaryFailure: Int32 = 75

    /// The name.
    public let name: String
    /// Changes that one run of the program takes.
    public let batchSize: Int

    private let words: [String]
    private let folder: String
    private let timeout: Duration

    /// The time that one run of a program has, unless the site says otherwise.
    public static let standardTimeout = Duration.seconds(600)

    /// A sink that runs a program.
    ///
    /// - Parameters:
    ///   - words: the program's path, absolute or relative to the folder, and its arguments. No shell reads them.
    ///   - folder: where it runs.
    ///   - timeout: the time that one run of it has.
    public init(
        name: String,
        words: [String],
        folder: String,
        batchSize: Int = 1_000,
        timeout: Duration = Self.standardTimeout
    ) {
        self.name = name
        self.words = words
        self.folder = folder
        self.batchSize = batchSize
        self.timeout = timeout
    }

    /// Runs the program once.
    public func take(_ changes: [Change]) async throws {
        guard let path = words.first else { throw SinkError.unavailable("The sink names no program.") }
        let program = path.hasPrefix("/") ? path : folder + "/" + path
        guard FileManager.default.isExecutableFile(atPath: program) else {
            throw SinkError.unavailable(
                "\(program) is no program that can be run; check its path, which is relative to the job file's folder, and "
                    + "its rights."
            )
        }
        var json = JSONWriter(capacity: 768 * changes.count)
        for change in changes {
            change.write(into: &json)
            json.newline()
        }
        switch try await run(program, input: Data(json.bytes)) {
        case .exited(0): return
        case .exited(Self.temporaryFailure):
            throw SinkError.unavailable("\(program) asks to be tried again later (exit 75).")
        case .exited(let status): throw SinkError.rejected("\(program) exited with \(status).")
        // Whoever asks a program to end says nothing about the changes.
        case .signalled(let number) where [SIGHUP, SIGINT, SIGTERM].contains(number):
            throw SinkError.unavailable("\(program) was asked to end (signal \(number)); it is tried again next time.")
        case .signalled(let number): throw SinkError.rejected("\(program) was ended by the signal \(number).")
        case .outOfTime:
            throw SinkError.unavailable(
                "\(program) had not ended after \(timeout.components.seconds) s and was stopped; let it do less with a "
                    + "smaller `batch`, or give it a longer `timeout`."
            )
        }
    }

    /// Starts the program with the changes on its standard input, and waits until it has ended.
    private func run(_ program: String, input: Data) async throws -> ProgramRun.Ending {
        let handle = try Self.file(of: input)
        defer { try? handle.close() }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = Array(words.dropFirst())
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardInput = handle
        // What it prints is for people, and this program's standard output is its answer.
        process.standardOutput = FileHandle.standardError
        let run: ProgramRun
        do {
            run = try ProgramRun(process)
        } catch {
            throw SinkError.unavailable("\(program) cannot be started; check that this machine can run it.")
        }
        return try await run.ending(within: timeout)
    }

    /// A file, not a pipe: a program that does not read to the end must end neither itself nor this one.
    ///
    /// It has no name any more when the program starts, so that no ending of either leaves it behind.
    private static func file(of input: Data) throws(SinkError) -> FileHandle {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("changes-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        do {
            try Data().write(to: file, options: .withoutOverwriting)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
            try input.write(to: file)
            return try FileHandle(forReadingFrom: file)
        } catch {
            throw .unavailable(
                "The changes for the program cannot be written to \(file.deletingLastPathComponent().path); check its "
                    + "rights and the disk's room."
            )
        }
    }
}
