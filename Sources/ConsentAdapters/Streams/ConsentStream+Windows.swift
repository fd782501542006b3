import ConsentTranslation

extension ConsentStream {
    /// The windows in which changes are asked for.
    public struct Window: Sendable, Hashable {
        /// How bounds are written.
        enum Format: String, Sendable, Hashable, CaseIterable {
            /// `2026-03-02T09:15:04Z`, with milliseconds only where there are some.
            case iso8601
            /// `2026-03-02T09:15:04.000Z`.
            case milliseconds = "iso8601_milliseconds"
            /// `2026-03-02T09:15:04`, for interfaces that mean UTC and refuse to be told.
            case withoutZone = "iso8601_without_zone"

            func text(of instant: Instant) -> String {
                let text = String(instant.iso8601.dropLast())
                let seconds = text.split(separator: ".").first.map(String.init) ?? text
                switch self {
                case .iso8601: return text + "Z"
                case .milliseconds: return (text == seconds ? text + ".000" : text) + "Z"
                case .withoutZone: return seconds
                }
            }
        }

        /// Length of a window, in milliseconds.
        public let step: Int64
        /// How far a new sweep reaches back behind the end of the last, in milliseconds.
        public let lookback: Int64
        /// Whether windows are whole steps of UTC, such as days, each ending a millisecond before the next begins.
        public let isWhole: Bool
        let format: Format
    }

    /// The first page of the window that holds a moment.
    func page(from start: Instant, until: Instant) -> StreamPosition.Page {
        guard let window else { return StreamPosition.Page(until: until, number: 1) }
        guard window.isWhole else {
            let end = min(start.adding(milliseconds: window.step), until)
            return StreamPosition.Page(window: start...max(start, end), until: until, number: 1)
        }
        let rest = start.milliseconds % window.step
        let begin = start.adding(milliseconds: rest < 0 ? -rest - window.step : -rest)
        let end = min(begin.adding(milliseconds: window.step - 1), until)
        return StreamPosition.Page(window: begin...max(begin, end), until: until, number: 1)
    }

    /// Refuses a sweep that would take more windows than a run may open.
    func checkWindows(of page: StreamPosition.Page) throws(AdapterError) {
        guard let window, let start = page.window?.lowerBound else { return }
        let (rest, overflow) = page.until.milliseconds.subtractingReportingOverflow(start.milliseconds)
        guard !overflow, rest <= Int64(AdapterLimits.maxWindows) * window.step else {
            throw AdapterError(
                .configuration,
                "Reading from \(start.iso8601) on takes more than \(AdapterLimits.maxWindows) windows; begin later."
            )
        }
    }
}
