import ConsentSync
import ConsentTranslation
import Foundation
import Synchronization

/// Says on standard error how far a run is: one line that changes at a terminal, and now and then a line of a log
/// otherwise, so that a run of hours is not silent.
final class ProgressLine: Sendable {
    private struct State {
        var progress: RunProgress
        var text = ""
        var isShown = false
        var lastLogged = Duration.zero
    }

    private let state: Mutex<State>
    private let isTerminal: Bool
    private let start = ContinuousClock.now
    private static let barWidth = 24
    /// Between two lines of a log.
    private static let logPause = Duration.seconds(30)
    /// The shortest wait that is worth a line of a log.
    private static let logWait = 5.0

    /// - Parameter jobs: the jobs that are going to run.
    init(jobs: Int = 1, isTerminal: Bool = StandardError.isTerminal) {
        state = Mutex(State(progress: RunProgress(jobCount: jobs)))
        self.isTerminal = isTerminal
    }

    /// Shows what an event says.
    func show(_ event: SyncEvent) {
        let elapsed = ContinuousClock.now - start
        state.withLock { state in
            switch event {
            case .page(let job, let pages, let records, let fraction):
                state.progress.note(job: job, pages: pages, records: records, fraction: fraction)
                if isTerminal { draw(&state, elapsed, note: "") } else { log(&state, elapsed) }
            case .committed:
                break
            case .waiting(let job, let reason, let seconds):
                let words = reason.replacing("_", with: " ")
                if isTerminal {
                    draw(&state, elapsed, note: "  (\(words), going on in \(Self.rounded(seconds)) s)")
                } else if seconds >= Self.logWait {
                    let now = NowOptions.present
                    let line = RunProgress.logLine(waiting: job, reason: reason, seconds: seconds, at: now)
                    StandardError.write(line + "\n")
                }
            }
        }
    }

    /// Removes the line.
    func clear() {
        guard isTerminal else { return }
        state.withLock { state in
            if state.isShown { StandardError.write("\r\u{1B}[K") }
            state.isShown = false
        }
    }

    private func log(_ state: inout State, _ elapsed: Duration) {
        guard elapsed - state.lastLogged >= Self.logPause else { return }
        state.lastLogged = elapsed
        let lines = state.progress.logLines(at: NowOptions.present, after: elapsed)
        StandardError.write(lines.map { $0 + "\n" }.joined())
    }

    private func draw(_ state: inout State, _ elapsed: Duration, note: String) {
        let total = state.progress.total
        let filled = Int((total.fraction * Double(Self.barWidth)).rounded())
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.barWidth - filled)
        let jobs = state.progress.jobs
        var text = jobs.count == 1 ? jobs.keys.joined() : Counted.text(jobs.count, "job")
        text += "  \(Counted.text(total.pages, "page"))  \(Counted.text(total.records, "record"))"
        if let rate = total.rate(after: elapsed) { text += "  \(rate)/s" }
        if let rest = total.remaining(after: elapsed) { text += "  \(TimeLength.text(rest)) left" }
        StandardError.write("\r\u{1B}[K\(bar) \(Int((total.fraction * 100).rounded())) %  \(text)\(note)")
        state.isShown = true
    }

    private static func rounded(_ seconds: Double) -> String {
        let tenths = Int((seconds * 10).rounded(.up))
        return "\(tenths / 10).\(tenths % 10)"
    }
}
