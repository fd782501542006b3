import ConsentSync
import ConsentTranslation
import Foundation
import OptIn
import Synchronization
import Testing

/// A sink in memory that refuses and fails as it is told.
final class TestSink: ChangeSink {
    struct State {
        var taken: [[Int64]] = []
        var poison: Set<Int64> = []
        var failuresLeft = 0
        /// Changes that are taken, but whose answer is lost once.
        var losesAnswerTo: Set<Int64> = []
    }

    let name = "test"
    let batchSize: Int
    let state = Mutex(State())

    init(batchSize: Int = 4) {
        self.batchSize = batchSize
    }

    var taken: [Int64] { state.withLock { $0.taken.flatMap(\.self) } }

    func reasonToSkip(_ change: Change) -> String? { change.after[.target] == .denied ? "of no interest" : nil }

    func take(_ changes: [Change]) async throws {
        try state.withLock { state in
            if state.failuresLeft > 0 {
                state.failuresLeft -= 1
                throw SinkError.unavailable("down")
            }
            if changes.contains(where: { state.poison.contains($0.number) }) { throw SinkError.rejected("poison") }
            state.taken.append(changes.map(\.number))
            if let lost = changes.map(\.number).first(where: state.losesAnswerTo.contains) {
                state.losesAnswerTo.remove(lost)
                throw SinkError.unavailable("lost answer")
            }
        }
    }
}

/// A sink that refuses everything, and whose delivery is stopped the first time.
private final class StoppingSink: ChangeSink {
    let name = "stopping"
    let batchSize = 4
    let tries = Mutex(0)

    func take(_ changes: [Change]) async throws {
        tries.withLock { $0 += 1 }
        withUnsafeCurrentTask { $0?.cancel() }
        throw SinkError.rejected("poison")
    }
}

@Suite("Delivering changes")
struct DelivererTests {
    /// A store with one change of each of so many subjects.
    private func store(_ count: Int) async throws -> MemoryStore {
        let store = MemoryStore()
        let records = (1...count).map { Samples.record($0, approving: [.aa]) }
        try await store.apply(Samples.batch(records), deciding: LatestWins())
        return store
    }

    private func deliverer(_ store: any ConsentStore) -> Deliverer {
        Deliverer(store: store, now: Samples.instant(9_000))
    }

    @Test("every change once, in order; a second time there is nothing to tell", arguments: [1, 4, 10, 100])
    func all(_ batchSize: Int) async throws {
        let store = try await store(10)
        let sink = TestSink(batchSize: batchSize)
        let report = await deliverer(store).deliver(to: sink)
        #expect(report.done == 10 && report.skipped == 0 && report.failed == 0 && report.problem == nil)
        #expect(sink.taken == Array(1...10))
        #expect(await deliverer(store).deliver(to: sink).done == 0)
        #expect(sink.taken.count == 10)
        try await store.apply(Samples.batch([Samples.record(11, denying: [.target])]), deciding: LatestWins())
        #expect(await deliverer(store).deliver(to: sink).skipped == 1)
        let expected = SinkState(position: 11, done: 10, skipped: 1, parked: 0, updatedAt: Samples.instant(9_000))
        #expect(try await store.sinkState("test") == expected)
    }

    @Test("a delivery that is stopped while a refused batch is tried one by one tries no more of it")
    func stoppedWhileRefused() async throws {
        let store = try await store(4)
        let sink = StoppingSink()
        let deliverer = deliverer(store)
        let report = await Task { await deliverer.deliver(to: sink) }.value
        #expect(sink.tries.withLock { $0 } == 1)
        #expect(report.failed == 0 && report.problem?.contains("stopped") == true)
        #expect(try await store.sinkState("stopping") == nil)
    }

    @Test("a sink that is down keeps its position, and gets everything when it is back")
    func down() async throws {
        let store = try await store(10)
        let sink = TestSink()
        sink.state.withLock { $0.failuresLeft = 1 }
        #expect(await deliverer(store).deliver(to: sink).problem == "down")
        #expect(try await store.sinkState("test") == nil)
        #expect(await deliverer(store).deliver(to: sink).done == 10)
        #expect(sink.taken == Array(1...10))
    }

    @Test("poison is found, parked and told; the rest goes on; a retry delivers it when it is taken")
    func poison() async throws {
        let store = try await store(10)
        let sink = TestSink()
        sink.state.withLock { $0.poison = [2, 10] }
        let report = await deliverer(store).deliver(to: sink)
        #expect(report.done == 8 && report.failed == 2 && report.problem == nil)
        #expect(sink.taken == [1, 3, 4, 5, 6, 7, 8, 9])
        #expect(try await store.parked(in: "test", after: 0, limit: 10).map(\.number) == [2, 10])
        #expect(try await store.parked(in: "test", after: 0, limit: 10).map(\.reason) == ["poison", "poison"])

        sink.state.withLock { $0.poison = [10] }
        let retry = await deliverer(store).retryParked(in: sink)
        #expect(retry.done == 1 && retry.failed == 1)
        #expect(sink.taken.last == 2)
        #expect(try await store.parked(in: "test", after: 0, limit: 10).map(\.number) == [10])
    }

    @Test("a parked change that its subject has overtaken is let go, so that no older state follows a newer one")
    func overtaken() async throws {
        let store = try await store(3)
        let sink = TestSink()
        sink.state.withLock { $0.poison = [2] }
        _ = await deliverer(store).deliver(to: sink)
        let subject = try #require(try await store.changes(after: 1, limit: 1).first?.subject)
        let number = try #require((1...3).first { Samples.subject($0) == subject })
        try await store.apply(
            Samples.batch([Samples.record(number, at: 2_000, denying: [.aa])]),
            deciding: LatestWins()
        )
        sink.state.withLock { $0.poison = [] }
        #expect(await deliverer(store).deliver(to: sink).done == 1)
        let retry = await deliverer(store).retryParked(in: sink)
        #expect(retry.done == 0 && retry.skipped == 1)
        #expect(sink.taken == [1, 3, 4])
        #expect(try await store.sinkState("test")?.parked == 0)
    }

    @Test("poison is parked before the change behind it is tried, so that it is not told after that one")
    func poisonThenLostAnswer() async throws {
        let store = try await store(4)
        let sink = TestSink()
        sink.state.withLock {
            $0.poison = [2]
            $0.losesAnswerTo = [3]
        }
        #expect(await deliverer(store).deliver(to: sink).problem == "lost answer")
        sink.state.withLock { $0.poison = [] }
        #expect(await deliverer(store).deliver(to: sink).done == 2)
        #expect(sink.taken == [1, 3, 3, 4])
        #expect(try await store.parked(in: "test", after: 0, limit: 10).map(\.number) == [2])
    }

    @Test("a sink that refuses everything is wrong itself: nothing is parked, and nothing is lost")
    func refusesEverything() async throws {
        let store = try await store(30)
        let sink = TestSink()
        sink.state.withLock { $0.poison = Set(1...30) }
        #expect(await deliverer(store).deliver(to: sink).problem?.contains("refuses everything") == true)
        #expect(try await store.parked(in: "test", after: 0, limit: 10).isEmpty)
        sink.state.withLock { $0.poison = [] }
        #expect(await deliverer(store).deliver(to: sink).done == 30)
    }

    @Test("an erasure is complete once every sink has been told, and not before")
    func erasure() async throws {
        let store = try await store(3)
        let sink = TestSink()
        sink.state.withLock { $0.failuresLeft = 1 }
        let subject = Samples.subject(2)
        let erasure = try #require(try await store.forget(subject, at: Samples.instant(9_000)))
        _ = await deliverer(store).deliver(to: sink)
        let waiting = try await deliverer(store).finishErasures(sinks: ["test"])
        #expect(waiting.map(\.waitingFor) == [["test"]])
        #expect(try await store.changes(after: 3, limit: 1).first?.subject == subject)

        _ = await deliverer(store).deliver(to: sink)
        #expect(sink.taken.contains(erasure.tombstone))
        #expect(try await deliverer(store).finishErasures(sinks: ["test"]).isEmpty)
        #expect(try await store.changes(after: 3, limit: 1).first?.subject == nil)
        // A sink that comes later hears of nobody who was forgotten.
        let late = TestSink()
        #expect(try await store.sinkState("test")?.done == 4)
        #expect(late.taken.isEmpty)
    }
}
