import BoundedJSON
public import ConsentTranslation

/// How far a run is, from what its jobs tell of their pages: what is done, how fast, and how long the rest will take.
public struct RunProgress: Sendable {
    /// How far one job is.
    public struct Job: Sendable, Hashable {
        /// Pages read.
        public var pages = 0
        /// Records read.
        public var records = 0
        /// The part that is done, from 0 to 1.
        public var fraction = 0.0
    }

    /// The jobs that have told something, by name.
    public private(set) var jobs: [String: Job] = [:]
    private let jobCount: Int

    /// Nothing is done yet.
    ///
    /// - Parameter jobCount: the jobs that are going to run.
    public init(jobCount: Int = 1) {
        self.jobCount = jobCount
    }

    /// Notes what a job tells. A part that is done stays done.
    public mutating func note(job: String, pages: Int, records: Int, fraction: Double) {
        let before = jobs[job]?.fraction ?? 0
        let part = fraction.isFinite ? min(max(fraction, before), 1) : before
        jobs[job] = Job(pages: pages, records: records, fraction: part)
    }

    /// All jobs together; one that has told nothing has done nothing.
    public var total: Job {
        var total = Job()
        for job in jobs.values {
            total.pages += job.pages
            total.records += job.records
            total.fraction += job.fraction / Double(max(jobCount, jobs.count))
        }
        return total
    }

    /// One line a job for a log, in the order of their names: words of the form key=value.
    public func logLines(at now: Instant, after elapsed: Duration) -> [String] {
        jobs.sorted { $0.key < $1.key }.map { name, job in
            var words = Self.heading("progress", name, now)
            words += ["pages=\(job.pages)", "records=\(job.records)"]
            if let rate = job.rate(after: elapsed) { words.append("rate=\(rate)") }
            words.append("done=\(Int((job.fraction * 100).rounded()))%")
            if let rest = job.remaining(after: elapsed) { words.append("remaining=\(rest.components.seconds)s") }
            return words.joined(separator: " ")
        }
    }

    /// The line of a wait.
    public static func logLine(waiting job: String, reason: String, seconds: Double, at now: Instant) -> String {
        let length = seconds.isFinite && seconds < 1e9 ? "\(Int(seconds.rounded(.up)))s" : "long"
        return (heading("waiting", job, now) + ["reason=\(reason)", "for=\(length)"]).joined(separator: " ")
    }

    private static func heading(_ event: String, _ job: String, _ now: Instant) -> [String] {
        ["time=\(now.iso8601)", "level=info", "event=\(event)", "job=\(word(job))"]
    }

    /// A name as one word: in quotes unless it is one.
    private static func word(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
            default: false
            }
        }
        if isPlain, !name.isEmpty { return name }
        var json = JSONWriter()
        json.string(name)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

extension RunProgress.Job {
    /// Less than this says nothing about the rest.
    private static let leastFraction = 0.01
    private static let leastTime = Duration.seconds(1)

    /// Records a second; nil before that can be said.
    public func rate(after elapsed: Duration) -> Int? {
        elapsed >= Self.leastTime ? Int(Double(records) / (elapsed / .seconds(1))) : nil
    }

    /// The time that the rest takes if it goes on like this; nil before that can be said.
    public func remaining(after elapsed: Duration) -> Duration? {
        guard elapsed >= Self.leastTime, fraction >= Self.leastFraction else { return nil }
        return elapsed * ((1 - fraction) / fraction)
    }
}
