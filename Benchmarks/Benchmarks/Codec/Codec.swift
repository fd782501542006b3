import Benchmark
import CodecJobs
import Foundation

/// The codec's cases, for results that are kept: see the README.
let benchmarks: @Sendable () -> Void = {
    let folder = URL(
        fileURLWithPath: ProcessInfo.processInfo.environment["CORPUS"] ?? ".build-data",
        isDirectory: true
    )
    func corpus(_ name: String, _ count: Int) -> Corpus? {
        try? Corpus(folder.appendingPathComponent(name)).prefix(count)
    }
    guard let long = corpus("tcf.txt", 10_000), let short = corpus("tcf-short.txt", 1_000),
        let gpp = corpus("gpp.txt", 10_000)
    else {
        print("There are no corpora in \(folder.path); make them with Peers/setup.sh.")
        return
    }
    let values = TCFJobs.Values(long)

    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock, .throughput],
        maxDuration: .seconds(2),
        maxIterations: 1_000
    )
    Benchmark("TCF query path, 10,000 strings") { _ in blackHole(TCFJobs.mask(long)) }
    Benchmark("TCF query path checked, 10,000 strings") { _ in blackHole(TCFJobs.mask(long, isChecked: true)) }
    Benchmark("TCF query path in C, 10,000 strings") { _ in blackHole(LimitJobs.mask(long)) }
    Benchmark("TCF full decode, 10,000 strings") { _ in blackHole(TCFJobs.full(long)) }
    Benchmark("TCF full decode to new values, 10,000 strings") { _ in blackHole(TCFJobs.values(long)) }
    Benchmark("TCF full decode in C, 10,000 strings") { _ in blackHole(LimitJobs.full(long)) }
    Benchmark("TCF query path, 1,000 short strings") { _ in blackHole(TCFJobs.mask(short)) }
    Benchmark("TCF full decode, 1,000 short strings") { _ in blackHole(TCFJobs.full(short)) }
    Benchmark("TCF encode, 10,000 strings") { _ in blackHole(TCFJobs.encode(values)) }
    Benchmark("GPP answers, 10,000 strings") { _ in blackHole(GPPJobs.answers(gpp)) }
    Benchmark("GPP decode to new values, 10,000 strings") { _ in blackHole(GPPJobs.values(gpp)) }
    Benchmark("GPP answers in C, 10,000 strings") { _ in blackHole(LimitJobs.gpp(gpp)) }
}
