import ConsentSync
import Foundation
import Synchronization

/// One line on standard error that says how far a run is; only for a person at a terminal.
final class ProgressLine: Sendable {
    private struct State {
        var fraction = 0.0
        var text = ""
        var isShown = false
    }

    private let state = Mutex(State())
    private let isOn: Bool
    private static let barWidth = 24

    init(isOn: Bool = StandardError.isTerminal) {
        self.isOn = isOn
    }

    /// Shows what an event says.
    func show(_ event: SyncEvent) {
        guard isOn else { return }
        state.withLock { state in
            switch event {
            case .page(let job, let pages, let records, let fraction):
                state.fraction = max(state.fraction, fraction)
                state.text = "\(job)  \(pages) pages  \(records) records"
                draw(&state, note: "")
            case .committed:
                break
            case .waiting(_, let reason, let seconds):
                draw(&state, note: "  (\(reason.replacing("_", with: " ")), going on in \(Self.rounded(seconds)) s)")
            }
        }
    }

    /// Removes the line.
    func clear() {
        guard isOn else { return }
        state.withLock { state in
            if state.isShown { StandardError.write("\r\u{1B}[K") }
            state = State()
        }
    }

    private func draw(_ state: inout State, note: String) {
        let filled = Int((state.fraction * Double(Self.barWidth)).rounded())
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.barWidth - filled)
        let percent = Int((state.fraction * 100).rounded())
        StandardError.write("\r\u{1B}[K\(bar) \(percent) %  \(state.text)\(note)")
        state.isShown = true
    }

    private static func rounded(_ seconds: Double) -> String {
        let tenths = Int((seconds * 10).rounded(.up))
        return "\(tenths / 10).\(tenths % 10)"
    }
}
