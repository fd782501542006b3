/// Asks for several things at a time and hands the answers over in the order of the questions, so that what is done with
/// them does not depend on who answered first.
///
/// No more than `width` questions are under way, and few answers wait for one before them. An error is thrown where its
/// turn comes, after everything before it was taken; what is under way then is cancelled.
///
/// - Parameters:
///   - questions: what to ask.
///   - width: how many at a time.
///   - executor: where both asking and taking run, so that nobody wakes another thread; nil for wherever there is room.
///   - ask: asks one.
///   - take: takes the answer to the question of that index.
func inOrder<Question: Sendable, Answer: Sendable>(
    _ questions: [Question],
    width: Int,
    executor: (any TaskExecutor)?,
    ask: nonisolated(nonsending) @escaping @Sendable (Question) async throws -> Answer,
    take: (Int, Answer) async throws -> Void
) async throws {
    let line = AnswerLine<Answer>(count: questions.count, width: width)
    try await withTaskExecutorPreference(executor) {
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { line.close() }
            // A task for each place instead of each question: a task costs more than most of what is done in it.
            for _ in 0..<min(width, questions.count) {
                group.addTask {
                    while let index = await line.next() {
                        let answer: Result<Answer, any Error>
                        do {
                            answer = .success(try await ask(questions[index]))
                        } catch {
                            answer = .failure(error)
                        }
                        line.put(answer, at: index)
                    }
                }
            }
            for index in questions.indices {
                let answer = await line.take()
                try Task.checkCancellation()
                try await take(index, try answer.get())
            }
        }
    }
}
