/// What outlives a page: the cookies, the time, and the record of what happened.
struct PageWorld: Sendable {
    var jar = CookieJar()
    /// Milliseconds since 1970.
    var now: Int64
    /// The step under way; -1 while a page is made.
    var step = -1
    var record = PageRecord()
    private var work = 0
    private var depth = 0

    init(now: Int64) {
        self.now = now
    }

    /// Whether the simulation has done more than it may.
    var isExhausted: Bool { work > OptInLimits.maxWork }

    /// Counts work.
    mutating func count(_ values: Int) {
        work += OptInLimits.workPerCall + values
    }

    /// Counts a call; behind it goes ``leave()``.
    ///
    /// - Throws: a `RangeError` where the engine's stack would be full, or where there has been work enough.
    mutating func enter() throws(PageError) {
        count(1)
        guard depth < OptInLimits.maxCallDepth, !isExhausted else { throw .engine(.rangeError) }
        depth += 1
    }

    mutating func leave() {
        depth -= 1
    }

    mutating func add(_ event: PageRecord.Event) {
        if case .call(_, let arguments) = event { count(arguments.reduce(0) { $0 + $1.count }) }
        record.events.append((step: step, event: event))
    }

    mutating func log(_ text: String) {
        record.logs.append((step: step, text: text))
    }
}

/// What happened on the pages of a simulation, in order, each with the step in which it did.
struct PageRecord: Sendable {
    /// Something that reached a callback, or should have.
    enum Event: Sendable, Hashable {
        /// A callback was called.
        case call(label: String, arguments: [PageValue])
        /// The library threw an error into the CMP that called it.
        case thrownIntoCMP(PageError)
        /// The library threw an error out of a timer.
        case thrownOutOfTimer(PageError)
    }

    /// An assignment of the opt-in cookie.
    struct Write: Sendable, Hashable {
        /// The text, with the end relative to the moment.
        let text: String
        /// Why the browser dropped it.
        let refusal: CookieJar.Refusal?
    }

    var events: [(step: Int, event: Event)] = []
    var writes: [Write] = []
    /// What the library wrote to the console as an error, without its prefix.
    var logs: [(step: Int, text: String)] = []
    /// The steps in which the library asked the CMP.
    var questions: [Int] = []
}
