import ConsentSync
import Foundation
import Metrics
import Testing

@Suite("Numbers in Prometheus' text format")
struct PrometheusMetricsTests {
    @Test("counters, gauges and summaries, ordered, with their labels escaped")
    func text() {
        let metrics = PrometheusMetrics(help: ["b_total": "What b is."])
        Counter(label: "b_total", dimensions: [("job", "a\"b\\c\nd")], factory: metrics).increment(by: 3)
        Counter(label: "b_total", dimensions: [("job", "a")], factory: metrics).increment(by: 2)
        Counter(label: "c_total", dimensions: [], factory: metrics).increment(by: 0)
        Meter(label: "a", dimensions: [("odd-name", "x")], factory: metrics).set(1.5)
        Timer(label: "t", dimensions: [], factory: metrics).recordNanoseconds(1_500_000_000)
        FloatingPointCounter(label: "f_total", dimensions: [], factory: metrics).increment(by: 0.25)
        #expect(
            metrics.text == #"""
                # TYPE a gauge
                a{odd_name="x"} 1.5
                # HELP b_total What b is.
                # TYPE b_total counter
                b_total{job="a"} 2
                b_total{job="a\"b\\c\nd"} 3
                # TYPE c_total counter
                c_total 0
                # TYPE f_total counter
                f_total 0.25
                # TYPE t summary
                t_count 1
                t_sum 1.5

                """#
        )
    }

    @Test("counters go on from what an earlier process wrote; the rest stays until it is written anew")
    func continuing() {
        let first = PrometheusMetrics()
        Counter(label: "runs_total", dimensions: [("job", "a b")], factory: first).increment(by: 4)
        Meter(label: "last", dimensions: [("job", "a b")], factory: first).set(7)
        let second = PrometheusMetrics(continuing: first.text)
        #expect(second.text == first.text)
        Counter(label: "runs_total", dimensions: [("job", "a b")], factory: second).increment(by: 1)
        #expect(second.text.contains("runs_total{job=\"a b\"} 5\n") && second.text.contains("last{job=\"a b\"} 7\n"))
        #expect(PrometheusMetrics(continuing: "no numbers\n# TYPE\nx\n").text.isEmpty)
    }

    @Test("the file is replaced as a whole and readable by the collector; where it cannot be written the cure is told")
    func file() throws {
        let folder = try TemporaryFolder()
        for expected in ["x_total 1\n", "x_total 2\n"] {
            let file = MetricsFile(path: folder.file("bridge.prom"))
            Counter(label: "x_total", dimensions: [], factory: file.metrics).increment()
            try file.write()
            let text = try String(contentsOfFile: folder.file("bridge.prom"), encoding: .utf8)
            #expect(text.hasSuffix(expected))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["bridge.prom"])
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.file("bridge.prom"))
        #expect(attributes[.posixPermissions] as? Int == 0o644)
        let error = #expect(throws: StoreError.self) {
            try MetricsFile(path: folder.file("none/bridge.prom")).write()
        }
        #expect(error?.message.contains("check its folder") == true)
    }
}
