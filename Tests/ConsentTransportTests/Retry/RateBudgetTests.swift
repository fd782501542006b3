import ConsentTransport
import Testing

@Suite("Rate budgets")
struct RateBudgetTests {
    private func bucket(_ rate: Int, _ per: Duration, _ burst: Int? = nil) throws -> RateBucket {
        try #require(RateBucket(rate: rate, per: per, burst: burst))
    }

    @Test("without buckets nobody waits")
    func unlimited() {
        var budget = RateBudget()
        #expect((0..<100).allSatisfy { _ in budget.take(now: .zero) == .zero })
    }

    @Test("a burst goes out at once, then one an interval")
    func burst() throws {
        var budget = RateBudget([try bucket(10, .seconds(1), 3)])
        let waits = (0..<6).map { _ in budget.take(now: .seconds(5)) }
        #expect(waits == [.zero, .zero, .zero, .milliseconds(100), .milliseconds(200), .milliseconds(300)])
    }

    @Test("a pause fills the bucket up to its burst and not further")
    func refill() throws {
        var budget = RateBudget([try bucket(10, .seconds(1), 2)])
        _ = budget.take(now: .zero)
        _ = budget.take(now: .zero)
        #expect(budget.take(now: .milliseconds(100)) == .zero)
        let waits = (0..<3).map { _ in budget.take(now: .seconds(60)) }
        #expect(waits == [.zero, .zero, .milliseconds(100)])
    }

    @Test("of several buckets the strictest decides")
    func severalBuckets() throws {
        var budget = RateBudget([try bucket(2, .seconds(1)), try bucket(3, .seconds(60))])
        var now = Duration.zero
        var starts: [Duration] = []
        for _ in 0..<5 {
            now += budget.take(now: now)
            starts.append(now)
        }
        #expect(starts == [.zero, .zero, .milliseconds(500), .seconds(20), .seconds(40)])
    }

    @Test("a pause holds everybody back, and a shorter one does not end it")
    func pause() throws {
        var budget = RateBudget([try bucket(1, .seconds(1), 5)])
        budget.pause(until: .seconds(30))
        budget.pause(until: .seconds(10))
        #expect(budget.take(now: .seconds(20)) == .seconds(10))
        #expect(budget.take(now: .seconds(31)) == .zero)
    }

    @Test("no window of the bucket's length ever sees more than burst and rate together")
    func bound() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededGenerator(seed: seed)
        var budget = RateBudget([try bucket(10, .seconds(1), 4)])
        var now = Duration.zero
        var starts: [Duration] = []
        for _ in 0..<2_000 {
            now += .milliseconds(Int64(random.next(upperBound: UInt64(120))))
            starts.append(now + budget.take(now: now))
        }
        starts.sort()
        for (index, start) in starts.enumerated() {
            let inWindow = starts[index...].prefix { $0 < start + .seconds(1) }.count
            #expect(inWindow <= 14, "seed \(seed)")
        }
    }

    @Test("a bucket without rate, time or burst cannot be made")
    func malformed() {
        #expect(RateBucket(rate: 0, per: .seconds(1)) == nil)
        #expect(RateBucket(rate: 1, per: .zero) == nil)
        #expect(RateBucket(rate: 1, per: .seconds(1), burst: 0) == nil)
        #expect(RateBucket(rate: 5, per: .seconds(1))?.burst == 5)
    }
}
