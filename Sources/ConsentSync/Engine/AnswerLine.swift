import Synchronization

/// Puts answers that come in any order back into that of their questions, between those who ask and the one who takes.
///
/// Who asks waits until there is room for many questions, and the taker waits only for the answer whose turn it is: each
/// waking costs more than most answers.
final class AnswerLine<Answer: Sendable>: Sendable {
    private typealias Sleeper = CheckedContinuation<Void, Never>

    private struct State {
        /// The answers that wait, each at its index modulo the length.
        var places: [Result<Answer, any Error>?]
        var started = 0
        var taken = 0
        var isClosed = false
        var taker: Sleeper?
        var askers: [Sleeper] = []

        var hasRoom: Bool { isClosed || started - taken < places.count }

        /// Whether the answer whose turn it is has come.
        var hasNext: Bool { places[taken % places.count] != nil }

        /// The answer whose turn it is, if it has come.
        mutating func takeNext() -> Result<Answer, any Error>? {
            let place = taken % places.count
            guard let answer = places[place] else { return nil }
            places[place] = nil
            taken += 1
            return answer
        }

        /// Those to wake, once there is room for many of them.
        mutating func takeAskers() -> [Sleeper] {
            guard !askers.isEmpty, started - taken <= places.count / 2 else { return [] }
            defer { askers = [] }
            return askers
        }
    }

    private enum Step {
        case ask(Int)
        case wait
        case end
    }

    private let count: Int
    private let state: Mutex<State>

    /// Makes a line for so many questions, of which `width` are asked at a time.
    init(count: Int, width: Int) {
        self.count = count
        state = Mutex(State(places: Array(repeating: nil, count: max(1, 4 * width))))
    }

    /// The index of the next question; nil where there is none, or nobody waits for answers any more.
    nonisolated(nonsending) func next() async -> Int? {
        while true {
            switch step() {
            case .ask(let index): return index
            case .end: return nil
            case .wait: await waitForRoom()
            }
        }
    }

    private func step() -> Step {
        state.withLock { state in
            if state.isClosed || state.started == count { return .end }
            guard state.hasRoom else { return .wait }
            state.started += 1
            return .ask(state.started - 1)
        }
    }

    private nonisolated(nonsending) func waitForRoom() async {
        await withCheckedContinuation { asker in
            let hasRoom = state.withLock { state in
                if !state.hasRoom { state.askers.append(asker) }
                return state.hasRoom
            }
            if hasRoom { asker.resume() }
        }
    }

    /// Hands in an answer.
    func put(_ answer: Result<Answer, any Error>, at index: Int) {
        let taker = state.withLock { state -> Sleeper? in
            state.places[index % state.places.count] = answer
            guard state.hasNext else { return nil }
            defer { state.taker = nil }
            return state.taker
        }
        taker?.resume()
    }

    /// The next answer, in the order of the questions.
    nonisolated(nonsending) func take() async -> Result<Answer, any Error> {
        while true {
            let (answer, askers) = state.withLock { ($0.takeNext(), $0.takeAskers()) }
            for asker in askers { asker.resume() }
            if let answer { return answer }
            await waitForNext()
        }
    }

    private nonisolated(nonsending) func waitForNext() async {
        await withCheckedContinuation { taker in
            let hasNext = state.withLock { state in
                if !state.hasNext { state.taker = taker }
                return state.hasNext
            }
            if hasNext { taker.resume() }
        }
    }

    /// Ends the asking.
    func close() {
        let askers = state.withLock { state in
            state.isClosed = true
            defer { state.askers = [] }
            return state.askers
        }
        for asker in askers { asker.resume() }
    }
}
