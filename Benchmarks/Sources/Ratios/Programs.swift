import CodecJobs
import Foundation
import MachineTime

/// A program with its arguments.
struct Command {
    /// What one run took.
    struct Run {
        /// What it wrote to standard output.
        var output = ""
        /// By the clock.
        var seconds = 0.0
        /// Of processor time.
        var processorSeconds = 0.0
        /// The most memory that it had at once; 0 if the system does not tell.
        var peakBytes = 0
    }

    let program: String
    let arguments: [String]

    init(_ program: String, _ arguments: [String]) {
        self.program = program
        self.arguments = arguments
    }

    /// A program of the system's.
    init(_ name: String, _ arguments: String...) {
        self.init("/usr/bin/env", [name] + arguments)
    }

    /// Where a program of the system's is.
    static func find(_ name: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = path.split(separator: ":").map(String.init) + ["/usr/sbin"]
        return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Runs it; what it writes goes nowhere unless it is asked for.
    func run(input: URL? = nil, isKeepingOutput: Bool = true) throws -> Run {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        if let input { process.standardInput = try FileHandle(forReadingFrom: input) }
        process.standardOutput = isKeepingOutput ? output : FileHandle.nullDevice
        let (processor, wall) = (children_processor_seconds(), wall_seconds())
        try process.run()
        var run = Run()
        // Its own mark of the most memory is gone with it, so it is asked while it runs.
        while process.isRunning {
            run.peakBytes = max(run.peakBytes, peak_bytes(process.processIdentifier))
            Thread.sleep(forTimeInterval: 0.002)
        }
        process.waitUntilExit()
        run.seconds = wall_seconds() - wall
        run.processorSeconds = children_processor_seconds() - processor
        guard process.terminationStatus == 0 else {
            throw Failure("\(program) \(arguments.joined(separator: " ")) ended with \(process.terminationStatus).")
        }
        // What these programs print fits into a pipe.
        if isKeepingOutput {
            run.output = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        }
        return run
    }

    /// What it writes to standard output.
    func output() throws -> String { try run().output }
}

/// The peer that a Python user would pick: iab-tcf of PyPI.
struct PythonPeer {
    let python: URL
    let script: URL

    /// Processor time a string in nanoseconds and the checksums over the first lines of a corpus.
    func measure(_ mode: String, corpus: URL, lines: Int) throws -> (nanoseconds: Double, sums: String) {
        let arguments = [script.path, corpus.path, mode, "--limit", String(lines)]
        let words = try Command(python.path, arguments).output().split(whereSeparator: \.isWhitespace)
        guard words.count == 3, let nanoseconds = Double(words[0]) else { throw Failure("The Python peer failed.") }
        return (nanoseconds, "\(words[1]) \(words[2])")
    }
}

/// The program, over the lines of a file, with its answers to nowhere.
struct WholeProcess {
    /// What the best of three runs took.
    struct Best {
        /// Lines a second by the clock.
        var rate = 0.0
        /// Processor time a line.
        var nanoseconds = 0.0
        /// The most memory that any of the runs had at once.
        var peakBytes = 0
    }

    let program: URL
    let input: URL
    let lines: Int

    func measure(_ arguments: [String]) throws -> Best {
        var best = Best()
        for _ in 0..<3 {
            let run = try Command(program.path, arguments).run(input: input, isKeepingOutput: false)
            best.peakBytes = max(best.peakBytes, run.peakBytes)
            let rate = Double(lines) / run.seconds
            if rate > best.rate {
                best.rate = rate
                best.nanoseconds = run.processorSeconds / Double(lines) * 1e9
            }
        }
        return best
    }
}

/// Why there is no table.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
