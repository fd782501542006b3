public import ConsentTranslation

/// What one sink's turn came to.
public struct SinkReport: Sendable, Hashable {
    /// The sink.
    public let sink: String
    /// Changes that were delivered.
    public internal(set) var done = 0
    /// Changes that are none of the sink's business.
    public internal(set) var skipped = 0
    /// Changes that the sink refused and that were parked.
    public internal(set) var failed = 0
    /// Why the sink's turn ended early, if it did; the rest waits for the next.
    public internal(set) var problem: String?

    init(sink: String) {
        self.sink = sink
    }
}

/// Brings changes to sinks: each sink from its own durable position on, in order, at least once.
///
/// A change that a sink refuses is found by trying the batch one by one, and parked; the rest goes on. Where a sink
/// refuses everything it is the sink that is wrong, not the changes: then nothing is parked and the position stays.
public struct Deliverer: Sendable {
    /// Changes that are read at once.
    private static let pageRows = 1_000
    /// Refusals in a row, without one success, that mean that the sink takes nothing.
    static let maxRefusals = 10

    private let store: any ConsentStore
    private let now: Instant

    /// Creates a deliverer.
    public init(store: any ConsentStore, now: Instant) {
        self.store = store
        self.now = now
    }

    /// Delivers what a sink has not had.
    public func deliver(to sink: any ChangeSink) async -> SinkReport {
        var report = SinkReport(sink: sink.name)
        do {
            var turn = Turn(sink: sink, store: store, now: now)
            turn.note.position = try await store.sinkState(sink.name)?.position ?? 0
            defer { report = turn.report }
            try await run(&turn)
        } catch let error as SinkError {
            report.problem = error.message
        } catch let error as StoreError {
            report.problem = error.message
        } catch is CancellationError {
            report.problem = "The delivery was stopped; the rest is delivered next time."
        } catch {
            report.problem = "The sink failed: \(type(of: error))."
        }
        return report
    }

    private func run(_ turn: inout Turn) async throws {
        while true {
            try Task.checkCancellation()
            let page = try await store.changes(after: turn.note.position, limit: Self.pageRows)
            guard !page.isEmpty else { break }
            for change in page { try await turn.add(change) }
            try await turn.flush()
        }
        try await turn.commit()
    }

    /// Gives up a sink's parked changes: they count as skipped, and nothing waits for them any more.
    ///
    /// - Returns: those of the numbers that are not parked.
    public func dropParked(_ numbers: [Int64], of sink: String) async throws -> [Int64] {
        var unknown: [Int64] = []
        for number in numbers {
            guard number > 0, let state = try await store.sinkState(sink),
                try await store.parked(in: sink, after: number - 1, limit: 1).first?.number == number
            else {
                unknown.append(number)
                continue
            }
            var note = DeliveryNote(sink: sink, position: state.position, now: now)
            note.released = [number]
            note.skipped = 1
            try await store.note(note)
        }
        return unknown
    }

    /// Tries a sink's parked changes again.
    ///
    /// One that is not its subject's latest change is let go: what came after it says what holds, and an older state
    /// must not follow a newer one.
    public func retryParked(in sink: any ChangeSink) async -> SinkReport {
        var report = SinkReport(sink: sink.name)
        do {
            guard let state = try await store.sinkState(sink.name) else { return report }
            var after: Int64 = 0
            while let parked = try await store.parked(in: sink.name, after: after, limit: 1).first {
                after = parked.number
                var note = DeliveryNote(sink: sink.name, position: state.position, now: now)
                note.released = [parked.number]
                if let change = try await latest(parked.number) {
                    do {
                        try await sink.take([change])
                        note.done = 1
                    } catch SinkError.rejected(let reason) {
                        note.released = []
                        note.parked = [parked.number: reason]
                    }
                } else {
                    note.skipped = 1
                }
                try await store.note(note)
                report.done += note.done
                report.skipped += note.skipped
                report.failed += note.parked.count
            }
        } catch {
            report.problem = (error as? SinkError)?.message ?? (error as? StoreError)?.message ?? "Stopped."
        }
        return report
    }

    /// The change of that number, if its subject has none after it.
    private func latest(_ number: Int64) async throws -> Change? {
        guard let change = try await store.changes(after: number - 1, limit: 1).first, change.number == number,
            let subject = change.subject
        else { return nil }
        if change.kind == .forgotten { return change }
        let last = try await store.subject(subject)?.stored.lastChange
        return last == number ? change : nil
    }

    /// Completes the erasure of subjects of whom every sink has been told: after it nothing tells whose their changes
    /// were.
    ///
    /// - Parameter sinks: the sinks there are.
    /// - Returns: the tombstones that have to stay, with the sinks that are still to be told.
    public func finishErasures(sinks: [String]) async throws -> [(tombstone: Tombstone, waitingFor: [String])] {
        var waiting: [(Tombstone, [String])] = []
        var told: [Int64] = []
        for tombstone in try await store.tombstones() {
            var untold: [String] = []
            for sink in sinks {
                let position = try await store.sinkState(sink)?.position ?? 0
                let parked = try await store.parked(in: sink, after: tombstone.number - 1, limit: 1).first
                if position < tombstone.number || parked?.number == tombstone.number { untold.append(sink) }
            }
            if untold.isEmpty { told.append(tombstone.number) } else { waiting.append((tombstone, untold)) }
        }
        try await store.removeTombstones(told)
        return waiting.map { (tombstone: $0.0, waitingFor: $0.1) }
    }
}

/// One sink's turn: collects batches, finds what is poison, and makes durable what was dealt with.
private struct Turn {
    let sink: any ChangeSink
    let store: any ConsentStore
    var note: DeliveryNote
    var report: SinkReport
    private var batch: [Change] = []
    /// The last change that was taken or skipped, and so behind which the next batch begins.
    private var reached: Int64 = 0
    private var hasSucceeded = false

    init(sink: any ChangeSink, store: any ConsentStore, now: Instant) {
        self.sink = sink
        self.store = store
        note = DeliveryNote(sink: sink.name, position: 0, now: now)
        report = SinkReport(sink: sink.name)
    }

    mutating func add(_ change: Change) async throws {
        reached = change.number
        if Self.isForNobody(change) || sink.reasonToSkip(change) != nil {
            note.skipped += 1
        } else {
            batch.append(change)
        }
        if batch.count >= max(1, sink.batchSize) { try await flush() }
    }

    /// A subject that is forgotten already, and of whom the sink was told or has never heard.
    private static func isForNobody(_ change: Change) -> Bool { change.subject == nil }

    /// Sends what has come together.
    mutating func flush() async throws {
        try Task.checkCancellation()
        if !batch.isEmpty {
            do {
                try await sink.take(batch)
                succeeded(batch.count)
            } catch SinkError.rejected(let reason) {
                try await isolate(reason)
            }
            batch.removeAll(keepingCapacity: true)
        }
        note.position = max(note.position, reached)
        // Refusals are made durable only once it is clear that it is not the sink that is wrong.
        if note.parked.isEmpty || hasSucceeded { try await commit() }
    }

    /// Tries a refused batch one by one, each durable before the next: where the sink fails in the middle, a change that it
    /// refused must not be told after one that it may have taken.
    private mutating func isolate(_ reason: String) async throws {
        guard batch.count > 1 else { return try refused(batch[0], reason) }
        for change in batch {
            try Task.checkCancellation()
            do {
                try await sink.take([change])
                succeeded(1)
            } catch SinkError.rejected(let reason) {
                try refused(change, reason)
            }
            note.position = max(note.position, change.number)
            if hasSucceeded { try await commit() }
        }
    }

    private mutating func succeeded(_ count: Int) {
        note.done += count
        hasSucceeded = true
    }

    private mutating func refused(_ change: Change, _ reason: String) throws {
        note.parked[change.number] = reason
        guard hasSucceeded || note.parked.count < Deliverer.maxRefusals else {
            throw SinkError.unavailable("The sink refuses everything, so nothing was parked. \(reason)")
        }
    }

    /// Makes durable what was dealt with.
    mutating func commit() async throws {
        guard note.done + note.skipped + note.parked.count > 0 else { return }
        try await store.note(note)
        report.done += note.done
        report.skipped += note.skipped
        report.failed += note.parked.count
        note = DeliveryNote(sink: note.sink, position: note.position, now: note.now)
    }
}
