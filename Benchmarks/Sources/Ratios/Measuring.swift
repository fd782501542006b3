import CodecJobs
import MachineTime

/// A job and how long it took.
struct Measured {
    /// Processor time a line, in nanoseconds: the median of the rounds.
    let nanoseconds: Double
    let sums: Checksums
}

/// Runs jobs in turn, so that a busy machine hurts them alike.
func inTurn(_ jobs: [() -> Checksums], lines: Int, rounds: Int = 7) -> [Measured] {
    var times = [[Double]](repeating: [], count: jobs.count)
    var sums = jobs.map { $0() }
    for _ in 0..<rounds {
        for (index, job) in jobs.enumerated() {
            let start = own_processor_seconds()
            sums[index] = job()
            times[index].append(own_processor_seconds() - start)
        }
    }
    return zip(times, sums).map { times, sums in
        Measured(nanoseconds: times.sorted()[rounds / 2] / Double(lines) * 1e9, sums: sums)
    }
}
