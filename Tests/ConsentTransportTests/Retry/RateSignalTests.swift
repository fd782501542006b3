@testable import ConsentTransport
import Testing

@Suite("What a server says about its rate limit")
struct RateSignalTests {
    private static let now = UnixTime(seconds: 1_780_000_000)

    static let standard: [([(String, String)], Int?, Int)] = [
        ([("RateLimit", "\"default\";r=50;t=30")], 50, 30),
        ([("ratelimit", "\"default\"; r=0; t=7")], 0, 7),
        ([("RateLimit", "default;r=1;t=2;pk=:cGs=:")], 1, 2),
        // The tightest of several limits, on one line or on two.
        ([("RateLimit", "\"hour\";r=9;t=100, \"day\";r=3;t=5000")], 3, 5_000),
        ([("RateLimit", "\"hour\";r=9;t=100"), ("RateLimit", "\"day\";r=3;t=5000")], 3, 5_000),
        ([("RateLimit", "\"a\";r=0;t=10, \"b\";r=0;t=20")], 0, 20),
        // Without a time the window of the policy of that name counts.
        ([("RateLimit", "\"a\";r=5"), ("RateLimit-Policy", "\"b\";q=1;w=9, \"a\";q=100;w=60")], 5, 60),
        ([("RateLimit", "\"a\";r=5")], nil, 0),
        ([("RateLimit-Policy", "\"a\";q=100;w=60")], nil, 0),
        // The former forms.
        ([("RateLimit", "limit=100, remaining=50, reset=30")], 50, 30),
        ([("RateLimit-Limit", "100, 100;w=60"), ("RateLimit-Remaining", "4"), ("RateLimit-Reset", "30")], 4, 30),
        ([("RateLimit-Remaining", "4"), ("RateLimit-Reset", "1780000030")], 4, 30),
        ([("RateLimit-Remaining", "4")], nil, 0),
        // What cannot be read is no signal.
        ([("RateLimit", "")], nil, 0), ([("RateLimit", ";;,,;=;")], nil, 0),
        ([("RateLimit", "\"a\";r=-1;t=5")], nil, 0), ([("RateLimit", "\"a\";r=1.5;t=5")], nil, 0),
        ([("RateLimit", "\"a\";r=0;t=99999999999999999999999999")], 0, 86_400),
        ([("RateLimit", "\"a\";r=99999999999999999999999999;t=1")], 1 << 52, 1),
    ]

    @Test("the standard fields are read in their present and former forms", arguments: standard)
    func standardFields(_ fields: [(String, String)], _ remaining: Int?, _ seconds: Int) {
        let headers = HTTPFields(fields.map { .init(name: $0.0, value: $0.1) })
        let signal = RateSignal.read(headers, vendor: nil, now: Self.now)
        #expect(signal == remaining.map { RateSignal(remaining: $0, reset: .seconds(seconds)) })
    }

    static let vendors: [(RateFields.Reset, String, Duration)] = [
        (.seconds, "30", .seconds(30)), (.milliseconds, "1500", .milliseconds(1_500)),
        (.unixTime, "1780000030", .seconds(30)), (.unixTime, "1", .zero), (.unixTime, "99999999999", .seconds(86_400)),
    ]

    @Test("a vendor's own fields are read as they are declared", arguments: vendors)
    func vendorFields(_ kind: RateFields.Reset, _ reset: String, _ expected: Duration) {
        let fields = RateFields(remaining: "X-Left", reset: "X-Reset", resetIs: kind)
        let headers: HTTPFields = ["x-left": "2", "x-reset": reset]
        #expect(
            RateSignal.read(headers, vendor: fields, now: Self.now) == RateSignal(remaining: 2, reset: expected)
        )
        #expect(RateSignal.read(headers, vendor: nil, now: Self.now) == nil)
    }

    @Test("as many items as the limit are read, the next one is not")
    func manyItems() {
        for (count, isRead) in [(Limits.maxRateItems, true), (Limits.maxRateItems + 1, false)] {
            let items = (1..<count).map { "\"i\($0)\";r=9;t=1" } + ["\"last\";r=0;t=1"]
            let headers = HTTPFields(items.map { .init(name: "RateLimit", value: $0) })
            let signal = RateSignal.read(headers, vendor: nil, now: Self.now)
            #expect((signal?.remaining == 0) == isRead)
        }
    }

    @Test("the budget spends what the server says is left and then waits for its renewal")
    func budget() {
        var budget = RateBudget()
        budget.note(RateSignal(remaining: 2, reset: .seconds(30)), now: .seconds(100))
        #expect(budget.take(now: .seconds(101)) == .zero)
        #expect(budget.take(now: .seconds(102)) == .zero)
        #expect(budget.take(now: .seconds(103)) == .seconds(27))
        #expect(budget.take(now: .seconds(130)) == .zero)
        #expect(budget.take(now: .seconds(130)) == .zero)
    }

    @Test("requests under way are not given back by an answer to an earlier one, a new window is believed")
    func lateAnswers() {
        var budget = RateBudget()
        budget.note(RateSignal(remaining: 2, reset: .seconds(30)), now: .zero)
        _ = budget.take(now: .seconds(1))
        _ = budget.take(now: .seconds(1))
        budget.note(RateSignal(remaining: 1, reset: .seconds(29)), now: .seconds(1))
        #expect(budget.take(now: .seconds(1)) == .seconds(29))
        budget.note(RateSignal(remaining: 5, reset: .seconds(60)), now: .seconds(2))
        #expect(budget.take(now: .seconds(2)) == .zero)
    }

    @Test("the server's limit and our own buckets hold together")
    func together() throws {
        var budget = RateBudget([try #require(RateBucket(rate: 1, per: .seconds(1)))])
        budget.note(RateSignal(remaining: 0, reset: .seconds(10)), now: .zero)
        #expect(budget.take(now: .zero) == .seconds(10))
        #expect(budget.take(now: .zero) == .seconds(11))
    }
}
