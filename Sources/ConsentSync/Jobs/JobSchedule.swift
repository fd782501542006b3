public import ConsentTranslation

/// A job's own pace: so much time at least from the beginning of one run to the beginning of the next.
public struct JobSchedule: Sendable, Hashable {
    /// The shortest pace, in milliseconds.
    static let shortest: Int64 = 1_000

    /// The time between two beginnings, in milliseconds.
    public let milliseconds: Int64

    /// Creates a pace of so many milliseconds.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// When the job is next due; `now` where that moment has come.
    ///
    /// A job that never ran is due. So is one whose last run failed, was stopped or was killed, so that nothing waits for
    /// hours because a platform had a bad minute, and one whose last run began later than `now`: the clock was wrong then.
    ///
    /// - Parameter run: the job's last run; nil where it never ran.
    public func due(after run: JobRun?, now: Instant) -> Instant {
        guard let run, run.startedAt <= now else { return now }
        switch run.outcome {
        case .completed, .completedWithFailures: return max(now, run.startedAt.adding(milliseconds: milliseconds))
        case .failed, .stopped, nil: return now
        }
    }
}
