import ConsentSync
import ConsentTranslation
import Testing

@Suite("How far a run is")
struct RunProgressTests {
    private static let now = Instant(milliseconds: 1_795_478_400_000)

    @Test("rate and remaining time come from what was done so far; too little of it says nothing")
    func rest() {
        var progress = RunProgress()
        progress.note(job: "onetrust", pages: 3, records: 1_500, fraction: 0.25)
        #expect(progress.total.rate(after: .milliseconds(900)) == nil)
        #expect(progress.total.remaining(after: .milliseconds(900)) == nil)
        #expect(progress.total.rate(after: .seconds(10)) == 150)
        #expect(progress.total.remaining(after: .seconds(10)) == .seconds(30))
        progress.note(job: "onetrust", pages: 4, records: 2_000, fraction: 0)
        #expect(progress.total.fraction == 0.25, "what is done stays done")
        progress.note(job: "onetrust", pages: 5, records: 2_000, fraction: .nan)
        #expect(progress.total.fraction == 0.25)
        var beginning = RunProgress()
        beginning.note(job: "onetrust", pages: 1, records: 1, fraction: 0.001)
        #expect(beginning.total.remaining(after: .seconds(10)) == nil)
    }

    @Test("a job that has not begun has done nothing, so that the whole is not told too early")
    func several() {
        var progress = RunProgress(jobCount: 4)
        progress.note(job: "a", pages: 1, records: 10, fraction: 1)
        progress.note(job: "b", pages: 2, records: 20, fraction: 0.5)
        #expect(progress.total.pages == 3 && progress.total.records == 30 && progress.total.fraction == 0.375)
    }

    @Test("a log has one line a job, of words that are told apart")
    func log() {
        var progress = RunProgress(jobCount: 2)
        progress.note(job: "web \"eu\"", pages: 2, records: 90, fraction: 0)
        progress.note(job: "onetrust", pages: 44, records: 2_029, fraction: 0.5)
        #expect(
            progress.logLines(at: Self.now, after: .seconds(30)) == [
                "time=2026-11-24T00:00:00Z level=info event=progress job=onetrust pages=44 records=2029 rate=67 done=50% "
                    + "remaining=30s",
                #"time=2026-11-24T00:00:00Z level=info event=progress job="web \"eu\"" pages=2 records=90 rate=3 done=0%"#,
            ]
        )
        #expect(
            RunProgress.logLine(waiting: "onetrust", reason: "rate_limited", seconds: 59.2, at: Self.now)
                == "time=2026-11-24T00:00:00Z level=info event=waiting job=onetrust reason=rate_limited for=60s"
        )
    }
}
