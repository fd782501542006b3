/// Asks for several things at a time and hands the answers over in the order of the questions, so that what is done with
/// them does not depend on who answered first.
///
/// No more than `width` questions are under way, and few answers wait for one before them. An error is thrown where its
/// turn comes, after everything before it was taken; what is under way then is cancelled.
///
/// - Parameters:
///   - questions: what to ask.
///   - width: how many at a time.
///   - executor: where the asking runs; nil for wherever there is room.
///   - ask: asks one.
///   - take: takes the answer to the question of that index.
func inOrder<Question: Sendable, Answer: Sendable>(
    _ questions: [Question],
    width: Int,
    executor: (any TaskExecutor)?,
    ask: @escaping @Sendable (Question) async throws -> Answer,
    take: (Int, Answer) async throws -> Void
) async throws {
    try await withThrowingTaskGroup(of: (Int, Result<Answer, any Error>).self) { group in
        var started = 0
        var taken = 0
        var running = 0
        var early: [Int: Result<Answer, any Error>] = [:]
        while taken < questions.count {
            while running < width, started < questions.count, started - taken < 4 * width {
                let (index, question) = (started, questions[started])
                group.addTask(executorPreference: executor) {
                    do {
                        return (index, .success(try await ask(question)))
                    } catch {
                        return (index, .failure(error))
                    }
                }
                started += 1
                running += 1
            }
            guard let (index, answer) = try await group.next() else { return }
            running -= 1
            early[index] = answer
            while let answer = early.removeValue(forKey: taken) {
                try Task.checkCancellation()
                try await take(taken, try answer.get())
                taken += 1
            }
        }
    }
}
