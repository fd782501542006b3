import ConsentAdapters
import ConsentTranslation
import Foundation
import Testing

@testable import ConsentSync

@Suite("A job's own pace")
struct JobScheduleTests {
    private static let start = Instant(milliseconds: 1_795_478_400_000)
    private static let hour: Int64 = 3_600_000
    private let pace = JobSchedule(milliseconds: 6 * hour)

    private func run(_ outcome: RunOutcome?) -> JobRun {
        JobRun(
            number: 1,
            job: "a",
            startedAt: Self.start,
            finishedAt: outcome == nil ? nil : Self.start.adding(milliseconds: Self.hour),
            outcome: outcome,
            counts: RunCounts()
        )
    }

    @Test(
        "a run that got to its end is followed by one so long after it began",
        arguments: [0, 1, 5 * hour, 6 * hour - 1]
    )
    func waits(_ passed: Int64) {
        let now = Self.start.adding(milliseconds: passed)
        for outcome in [RunOutcome.completed, .completedWithFailures] {
            #expect(pace.due(after: run(outcome), now: now) == Self.start.adding(milliseconds: 6 * Self.hour))
        }
    }

    @Test("once the time has come it is due, however long ago", arguments: [6 * hour, 6 * hour + 1, 1_000 * hour])
    func comes(_ passed: Int64) {
        let now = Self.start.adding(milliseconds: passed)
        #expect(pace.due(after: run(.completed), now: now) == now)
    }

    @Test("nothing waits that never ran, failed, was stopped or was killed, nor for a clock that was wrong")
    func atOnce() {
        let now = Self.start.adding(milliseconds: 1)
        #expect(pace.due(after: nil, now: now) == now)
        for outcome in [RunOutcome.failed, .stopped, nil] { #expect(pace.due(after: run(outcome), now: now) == now) }
        let before = Self.start.adding(milliseconds: -1)
        #expect(pace.due(after: run(.completed), now: before) == before)
    }

    @Test("the longest pace that can be written overflows nothing")
    func longest() throws {
        let pace = try #require(try schedule("every: 1000000d"))
        #expect(pace.due(after: run(.completed), now: Self.start) > Self.start)
        #expect(JobSchedule(milliseconds: .max).due(after: run(.completed), now: Self.start) > Self.start)
    }

    @Test(
        "it is a length of time of the job",
        arguments: [("every: 1s", 1_000), ("every: 1000ms", 1_000), ("every: 6h", 6 * hour)]
    )
    func read(_ text: String, _ milliseconds: Int64) throws {
        #expect(try schedule(text)?.milliseconds == milliseconds)
        #expect(try schedule("stream: changes") == nil)
    }

    @Test(
        "a mistake is told with its place",
        arguments: [
            ("every: 999ms", 45, "a second at least"), ("every: 0s", 45, "a second at least"),
            ("every: often", 45, "must be a length of time"), ("every: 6", 45, "must be a length of time"),
            ("every: -6h", 45, "must be a length of time"), ("every: [6h]", 45, "must be a text"),
            ("stream: webhook, every: 6h", 62, "messages come by themselves"),
        ]
    )
    func mistakes(_ text: String, _ column: Int, _ words: String) throws {
        let error = #expect(throws: DiagnosticsError.self) { try schedule(text) }
        let diagnostic = try #require(error?.diagnostics.first)
        #expect(error?.diagnostics.count == 1)
        #expect(diagnostic.line == 3 && diagnostic.message.contains(words), "\(diagnostic)")
        #expect(diagnostic.column == column, "\(diagnostic)")
    }

    private func schedule(_ text: String) throws -> JobSchedule? {
        let folder = try TemporaryFolder()
        let path = folder.file("bridge.yaml")
        try "store: x\njobs:\n  - { name: a, adapter: b, files: x, \(text) }\n"
            .write(toFile: path, atomically: true, encoding: .utf8)
        return try JobFile(contentsOf: path, environment: [:]).jobs.first?.schedule
    }
}
