import CodecJobs
import Foundation
import MachineTime

/// The peer that a Python user would pick: iab-tcf of PyPI.
struct PythonPeer {
    let python: URL
    let script: URL

    /// Processor time a string in nanoseconds and the checksums over the first lines of a corpus.
    func measure(_ mode: String, corpus: URL, lines: Int) throws -> (nanoseconds: Double, sums: String) {
        let process = Process()
        let output = Pipe()
        process.executableURL = python
        process.arguments = [script.path, corpus.path, mode, "--limit", String(lines)]
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let words = text.split(whereSeparator: \.isWhitespace)
        guard process.terminationStatus == 0, words.count == 3, let nanoseconds = Double(words[0]) else {
            throw Failure("The Python peer failed.")
        }
        return (nanoseconds, "\(words[1]) \(words[2])")
    }
}

/// The program, over a million lines from a file to nowhere.
struct WholeProcess {
    let program: URL
    let input: URL
    let lines: Int

    /// Lines a second by the clock, and processor time a line in nanoseconds: the best of three runs.
    func measure(_ arguments: [String]) throws -> (rate: Double, nanoseconds: Double) {
        var best = (rate: 0.0, nanoseconds: 0.0)
        for _ in 0..<3 {
            let process = Process()
            process.executableURL = program
            process.arguments = arguments
            process.standardInput = try FileHandle(forReadingFrom: input)
            process.standardOutput = FileHandle.nullDevice
            let (processor, wall) = (children_processor_seconds(), wall_seconds())
            try process.run()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else {
                throw Failure(
                    "consentbridge \(arguments.joined(separator: " ")) ended with \(process.terminationStatus)."
                )
            }
            let rate = Double(lines) / (wall_seconds() - wall)
            if rate > best.rate {
                best = (rate, (children_processor_seconds() - processor) / Double(lines) * 1e9)
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
