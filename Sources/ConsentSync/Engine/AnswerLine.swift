import Synchronization

/// Puts answers that come in any order back into that of their questions, between those who ask and the one who takes.
///
/// Both sides may be on different threads, where waking each other costs more than most answers: the taker is woken once
/// for all answers that come together, and who asks waits until there is room for many questions.
final class AnswerLine<Answer: Sendable>: Sendable {
    private struct State {
        /// The answers that wait, each at its index modulo the length.
        var places: [Result<Answer, any Error>?]
        var started = 0
        var taken = 0
        var isClosed = false
        var taker: CheckedContinuation<Result<Answer, any Error>, Never>?
        /// Whether somebody is about to wake the taker.
        var isCalled = false
        var askers: [CheckedContinuation<Void, Never>] = []

        /// The answer whose turn it is, if it has come.
        mutating func takeNext() -> Result<Answer, any Error>? {
            let place = taken % places.count
            guard let answer = places[place] else { return nil }
            places[place] = nil
            taken += 1
            return answer
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
            guard state.started - state.taken < state.places.count else { return .wait }
            state.started += 1
            return .ask(state.started - 1)
        }
    }

    private nonisolated(nonsending) func waitForRoom() async {
        await withCheckedContinuation { asker in
            let hasRoom = state.withLock { state in
                let hasRoom = state.isClosed || state.started - state.taken < state.places.count
                if !hasRoom { state.askers.append(asker) }
                return hasRoom
            }
            if hasRoom { asker.resume() }
        }
    }

    /// Hands in an answer.
    nonisolated(nonsending) func put(_ answer: Result<Answer, any Error>, at index: Int) async {
        let calls = state.withLock { state in
            state.places[index % state.places.count] = answer
            guard index == state.taken, state.taker != nil, !state.isCalled else { return false }
            state.isCalled = true
            return true
        }
        guard calls else { return }
        // Whoever else is about to hand in on this thread comes first, so that the taker finds all of it.
        await Task.yield()
        let call = state.withLock {
            state -> (CheckedContinuation<Result<Answer, any Error>, Never>, Result<Answer, any Error>)? in
            state.isCalled = false
            guard let taker = state.taker, let answer = state.takeNext() else { return nil }
            state.taker = nil
            return (taker, answer)
        }
        if let (taker, answer) = call { taker.resume(returning: answer) }
    }

    /// The answers one after the other, in the order of the questions.
    func take() async -> Result<Answer, any Error> {
        let (answer, askers) = state.withLock { state in
            let answer = state.takeNext()
            guard state.started - state.taken <= state.places.count / 2 else {
                return (answer, [CheckedContinuation<Void, Never>]())
            }
            let askers = state.askers
            state.askers = []
            return (answer, askers)
        }
        for asker in askers { asker.resume() }
        if let answer { return answer }
        return await withCheckedContinuation { taker in
            let answer = state.withLock { state in
                let answer = state.takeNext()
                if answer == nil { state.taker = taker }
                return answer
            }
            if let answer { taker.resume(returning: answer) }
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
