import Synchronization
import Testing

@testable import ConsentSync

@Suite("Asking for several things at a time, in order")
struct InOrderTests {
    private struct Refused: Error, Equatable {
        let number: Int
    }

    /// Gives others the processor some times, different for each number, so that answers come in another order.
    private static func dawdle(_ number: Int) async {
        for _ in 0..<(number * 7 % 13) { await Task.yield() }
    }

    /// What goes on at a time.
    private final class Traffic: Sendable {
        private let state = Mutex((running: 0, most: 0, asked: 0, taken: 0, furthest: 0))

        func begin() {
            state.withLock { state in
                state.running += 1
                state.asked += 1
                state.most = max(state.most, state.running)
                state.furthest = max(state.furthest, state.asked - state.taken)
            }
        }

        func end() { state.withLock { $0.running -= 1 } }

        func take() { state.withLock { $0.taken += 1 } }

        var asked: Int { state.withLock { $0.asked } }
        var most: Int { state.withLock { $0.most } }
        var furthest: Int { state.withLock { $0.furthest } }
    }

    @Test(
        "answers are handed over in the order of the questions, however many are asked at a time",
        arguments: [1, 2, 8, 300]
    )
    func order(_ width: Int) async throws {
        let traffic = Traffic()
        var taken: [Int] = []
        try await inOrder(Array(0..<250), width: width, executor: nil) { number in
            traffic.begin()
            await Self.dawdle(number)
            traffic.end()
            return number * 2
        } take: { index, answer in
            #expect(answer == index * 2)
            taken.append(index)
            traffic.take()
            await Self.dawdle(index + 3)
        }
        #expect(taken == Array(0..<250))
        #expect(traffic.most <= width)
        #expect(traffic.furthest <= 4 * width + 1)
    }

    @Test("of nothing nothing is asked")
    func nothing() async throws {
        try await inOrder([Int](), width: 4, executor: nil) {
            $0
        } take: { _, _ in
            Issue.record("taken")
        }
    }

    @Test("an error is thrown where its turn comes, and what is under way is cancelled")
    func failingAnswer() async {
        var taken: [Int] = []
        await #expect(throws: Refused(number: 37)) {
            try await inOrder(Array(0..<100), width: 8, executor: nil) { number in
                await Self.dawdle(number)
                if number == 37 || number == 39 { throw Refused(number: number) }
                // Ends only by being cancelled.
                if number > 40 { try await Task.sleep(for: .seconds(3_600)) }
                return number
            } take: { index, _ in
                taken.append(index)
            }
        }
        #expect(taken == Array(0..<37))
    }

    @Test("whoever takes can stop, also while those who ask wait for room")
    func failingTaker() async {
        let traffic = Traffic()
        await #expect(throws: Refused(number: 3)) {
            try await inOrder(Array(0..<1_000), width: 2, executor: nil) { number in
                traffic.begin()
                return number
            } take: { index, _ in
                // Long enough for the line to fill up.
                for _ in 0..<1_000 { await Task.yield() }
                if index == 3 { throw Refused(number: index) }
            }
        }
        #expect(traffic.asked <= 3 + 4 * 2 + 1)
    }

    @Test("cancelling ends the waiting for answers that never come")
    func cancellation() async throws {
        let traffic = Traffic()
        let task = Task {
            try await inOrder(Array(0..<10), width: 3, executor: nil) { _ in
                traffic.begin()
                try await Task.sleep(for: .seconds(3_600))
            } take: { _, _ in
                Issue.record("taken")
            }
        }
        while traffic.asked < 3 { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
