@testable import ConsentTransport
import Testing

@Suite("Limits of one answer, at the limit and one beyond")
struct ResponseCollectorTests {
    private func collector(
        isStreaming: Bool = false,
        _ change: (inout TransportLimits) -> Void
    ) -> ResponseCollector {
        var limits = TransportLimits()
        change(&limits)
        return ResponseCollector(limits: limits, isStreaming: isStreaming)
    }

    private func take(_ lines: [String], _ collector: inout ResponseCollector) -> Bool {
        for line in lines {
            var line = line + "\r\n"
            guard line.withUTF8({ collector.takeHeader(UnsafeRawBufferPointer($0)) }) else { return false }
        }
        return true
    }

    @Test("bytes of all header lines together, line ends included")
    func headerBytes() {
        // 17 + 6 + 2 bytes.
        let lines = ["HTTP/1.1 200 OK", "X: y", ""]
        var exact = collector { $0.maxHeaderBytes = 25 }
        #expect(take(lines, &exact))
        #expect(exact.isHeaderComplete)
        var short = collector { $0.maxHeaderBytes = 24 }
        #expect(!take(lines, &short))
        #expect(short.excess == .headerBytes)
    }

    @Test("header lines, status line and empty line included")
    func headerCount() {
        let lines = ["HTTP/1.1 200 OK", "X: y", ""]
        var exact = collector { $0.maxHeaderCount = 3 }
        #expect(take(lines, &exact))
        var short = collector { $0.maxHeaderCount = 2 }
        #expect(!take(lines, &short))
        #expect(short.excess == .headerCount)
    }

    @Test("body bytes, of whole answers and of streams")
    func bodyBytes() {
        for isStreaming in [false, true] {
            var collector = collector(isStreaming: isStreaming) {
                $0.maxBodyBytes = isStreaming ? 0 : 100
                $0.maxStreamBytes = isStreaming ? 100 : 0
            }
            #expect(collector.count(60) { 60 })
            #expect(collector.count(40) { 100 })
            #expect(!collector.count(1) { 101 })
            #expect(collector.excess == .body)
        }
    }

    @Test("expansion, above the floor and beyond what libcurl may not have counted yet")
    func expansion() {
        let most = (100 + Limits.receiveBufferBytes) * 10
        var collector = collector {
            $0.maxBodyBytes = .max
            $0.expansionFloorBytes = 1_000
            $0.maxExpansion = 10
        }
        #expect(collector.count(1_000) { 0 })
        #expect(collector.count(most - 1_000) { 100 })
        #expect(!collector.count(1) { 100 })
        #expect(collector.excess == .expansion)
    }

    @Test("below the floor nobody asks how much came over the wire")
    func floor() {
        var collector = collector { $0.expansionFloorBytes = 1_000 }
        let isTaken = collector.count(1_000) {
            Issue.record("asked")
            return 0
        }
        #expect(isTaken)
    }
}
