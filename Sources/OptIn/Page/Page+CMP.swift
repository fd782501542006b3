extension Page {
    /// Puts a question to the CMP.
    mutating func askCMP() throws(PageError) {
        guard let cmp = settings.cmp, cmp.kind != .missing else {
            world.log("__tcfapi not found")
            return
        }
        if cmp.kind == .noFunction { return }
        world.record.questions.append(world.step)
        let question = questions
        questions += 1
        if cmp.kind == .throwing { throw .page("case: cmp throws") }
        let answer = cmp.answer(to: question)
        if answer.isWithheld {
            withheldQuestions += 1
        } else if let delay = answer.delay {
            timers.append(Timer(due: later(Double(delay)), action: .answer(answer)))
        } else {
            give(answer)
        }
    }

    /// Answers all questions that wait for it.
    ///
    /// - Returns: how many there were.
    mutating func respond(_ answer: PageCMP.Answer) -> Int {
        let count = withheldQuestions
        withheldQuestions = 0
        for _ in 0..<count { give(answer) }
        return count
    }

    /// Calls the library back; what it throws is the CMP's trouble.
    private mutating func give(_ answer: PageCMP.Answer) {
        for _ in 0..<answer.times {
            do {
                try hear(answer.data, success: answer.success)
            } catch {
                world.add(.thrownIntoCMP(error))
            }
        }
    }

    /// A callback that gets an error if it has not been called in time; as it is without a time.
    mutating func timed(_ callback: PageValue, _ timeout: PageValue) -> PageValue {
        guard timeout != .undefined else { return callback }
        lastTimer += 1
        timers.append(Timer(due: later(timeout.number), action: .timeout(lastTimer, callback)))
        return .function(.timed(timer: lastTimer, callback))
    }

    /// Lets time go by: timers run when they are due, those due at the same time in the order in which they were set.
    mutating func wait(_ milliseconds: Double) {
        let end = later(milliseconds)
        for _ in 0..<OptInLimits.maxTimers {
            guard let next = timers.map(\.due).min(), next <= end,
                let place = timers.firstIndex(where: { $0.due == next })
            else { break }
            world.now = max(world.now, next)
            run(timers.remove(at: place).action)
        }
        world.now = end
    }

    private mutating func run(_ action: Timer.Action) {
        switch action {
        case .answer(let answer): give(answer)
        case .timeout(let timer, let callback):
            endedTimers.insert(timer)
            do {
                _ = try call(callback, [.error(.library(.timeout))])
            } catch {
                world.add(.thrownOutOfTimer(error))
            }
        }
    }

    /// The time so many milliseconds from now; now where that is no number or lies in the past.
    private func later(_ milliseconds: Double) -> Int64 {
        guard milliseconds > 0 else { return world.now }
        return world.now + Int64(min(milliseconds, 1e12))
    }
}
