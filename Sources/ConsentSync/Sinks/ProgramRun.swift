import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One run of a program, with a limit on its time.
///
/// Foundation starts each program as the leader of a group of processes of its own. So a signal from the terminal does not
/// reach it, and whatever it starts can be ended with it.
final class ProgramRun: Sendable {
    /// How a run ended.
    enum Ending: Sendable, Hashable {
        /// It ended by itself, with that status.
        case exited(Int32)
        /// That signal ended it.
        case signalled(Int32)
        /// Its time was over.
        case outOfTime
    }

    private enum Reason {
        case time
        case cancellation
    }

    private struct State {
        var hasEnded = false
        var stopped: Reason?
    }

    /// From the request to end to the signal that cannot be refused.
    private static let grace = Duration.seconds(5)

    private let group: Int32
    private let endings: AsyncStream<Ending>.Continuation
    private let ended: Task<Ending, Never>
    private let state = Mutex(State())

    /// Starts a program.
    ///
    /// - Throws: what Foundation throws where it cannot be started.
    init(_ process: Process) throws {
        let (stream, endings) = AsyncStream.makeStream(of: Ending.self)
        process.terminationHandler = { process in
            let status = process.terminationStatus
            endings.yield(process.terminationReason == .exit ? .exited(status) : .signalled(status))
            endings.finish()
        }
        do {
            try process.runHearingSignals()
        } catch {
            process.terminationHandler = nil
            throw error
        }
        group = process.processIdentifier
        self.endings = endings
        ended = Task { await stream.first { _ in true } ?? .signalled(SIGKILL) }
    }

    /// Waits until the program has ended, and ends it where its time is over or the task is cancelled.
    ///
    /// - Throws: `CancellationError` where that is why it ended.
    func ending(within limit: Duration) async throws -> Ending {
        let timer = Task {
            try await Task.sleep(for: limit)
            await stop(.time)
        }
        defer { timer.cancel() }
        let ending = await withTaskCancellationHandler {
            await ended.value
        } onCancel: {
            Task { await stop(.cancellation) }
        }
        let stopped = state.withLock { state in
            state.hasEnded = true
            return state.stopped
        }
        // It may have done all of its work meanwhile.
        guard ending != .exited(0), let stopped else { return ending }
        if stopped == .cancellation { throw CancellationError() }
        return .outOfTime
    }

    private func stop(_ reason: Reason) async {
        let isFirst = state.withLock { state in
            guard !state.hasEnded, state.stopped == nil else { return false }
            state.stopped = reason
            return true
        }
        guard isFirst else { return }
        send(SIGTERM)
        try? await Task.sleep(for: Self.grace)
        send(SIGKILL)
        // Who has left the group and still runs holds nothing up.
        endings.finish()
    }

    private func send(_ number: Int32) {
        state.withLock { state in
            if !state.hasEnded { _ = kill(-group, number) }
        }
    }
}
