import Foundation

/// What a command does about the signals that ask it to end.
enum Interruption {
    /// Runs until the work is done or the program is asked to end (SIGINT, SIGTERM), which cancels the work and is no
    /// failure.
    static func endsCleanly(_ work: @escaping @Sendable () async throws -> Void) async throws {
        let task = Task { try await work() }
        let sources = [SIGINT, SIGTERM].map { number in
            // Without this the signal would end the program before anybody hears of it.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { task.cancel() }
            source.resume()
            return source
        }
        defer { sources.forEach { $0.cancel() } }
        do {
            try await task.value
        } catch is CancellationError {
            return
        }
    }
}
