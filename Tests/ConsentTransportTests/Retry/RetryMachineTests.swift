import ConsentTransport
import Testing

@Suite("The retry machine")
struct RetryMachineTests {
    typealias Event = RetryMachine.Event
    typealias Action = RetryMachine.Action

    private static let now = UnixTime(seconds: 784_111_777)
    private static let unreachable = Event.failure(TransportError(.unreachable, ""))
    private static let truncated = Event.failure(TransportError(.truncated, ""))
    private static let server500 = Event.response(.retry, retryAfter: nil, date: nil)
    private static let success = Event.response(.success, retryAfter: nil, date: nil)
    private static let unauthorised = Event.response(.refreshCredentials, retryAfter: nil, date: nil)

    private static func throttle(_ seconds: Int64?) -> Event {
        .response(.throttle, retryAfter: seconds.map { .seconds($0) }, date: nil)
    }

    /// Feeds events one after the other, with jitter at its largest, and returns the actions.
    private func run(
        _ events: [Event],
        isRepeatable: Bool = true,
        canRefresh: Bool = true,
        budget: RetryBudget = RetryBudget(),
        policy change: (inout RetryPolicy) -> Void = { _ in }
    ) -> [Action] {
        var policy = RetryPolicy()
        change(&policy)
        var machine = RetryMachine(policy: policy, isRepeatable: isRepeatable, canRefresh: canRefresh)
        var budget = budget
        var random = LargestGenerator()
        return events.map { machine.handle($0, now: Self.now, budget: &budget, using: &random) }
    }

    @Test("success and no data end the request")
    func endings() {
        #expect(run([Self.success]) == [.succeed])
        #expect(run([.response(.noData, retryAfter: nil, date: nil)]) == [.succeed])
    }

    @Test("a 401 refreshes once; the second one is a matter of configuration")
    func unauthorised() {
        #expect(
            run([Self.unauthorised, .refreshed, Self.unauthorised])
                == [.refreshCredentials, .resend, .fail(.config, until: nil)]
        )
        #expect(run([Self.unauthorised, .refreshed, Self.success]) == [.refreshCredentials, .resend, .succeed])
        #expect(run([Self.unauthorised], canRefresh: false) == [.fail(.config, until: nil)])
    }

    @Test("what a rule calls a failure ends at once with its class", arguments: FailureClass.allCases)
    func declaredFailure(_ failureClass: FailureClass) {
        #expect(run([.response(.fail(failureClass), retryAfter: nil, date: nil)]) == [.fail(failureClass, until: nil)])
    }

    @Test("a throttled request waits as told and goes on")
    func throttled() {
        #expect(
            run([Self.throttle(2), Self.throttle(3), Self.success])
                == [.wait(.seconds(2), .throttled), .wait(.seconds(3), .throttled), .succeed]
        )
    }

    @Test("a wait longer than the limit parks the source until its end, at the limit it is sat out")
    func suspendedByLength() {
        #expect(run([Self.throttle(300)]) == [.wait(.seconds(300), .throttled)])
        #expect(run([Self.throttle(301)]) == [.fail(.suspend, until: UnixTime(seconds: 784_111_777 + 301))])
        #expect(run([Self.throttle(.max)]) == [.fail(.suspend, until: UnixTime(seconds: 784_111_777 + 86_400))])
    }

    @Test("where no length gives up, a wait is cut")
    func throttleCap() {
        let actions = run([Self.throttle(900)]) {
            $0.suspendLongerThan = nil
            $0.maxThrottleWait = .seconds(60)
        }
        #expect(actions == [.wait(.seconds(60), .throttled)])
    }

    @Test("a suspension lasts as long as the server says, else as long as the policy says")
    func suspended() {
        let told = Event.response(.suspend, retryAfter: .seconds(60), date: nil)
        let untold = Event.response(.suspend, retryAfter: nil, date: nil)
        #expect(run([told]) == [.fail(.suspend, until: UnixTime(seconds: 784_111_837))])
        #expect(run([untold]) == [.fail(.suspend, until: UnixTime(seconds: 784_115_377))])
    }

    @Test("throttle waits are counted and their sum is limited")
    func throttleLimits() {
        let waits = run([Event](repeating: Self.throttle(1), count: 11))
        #expect(waits.dropLast().allSatisfy { $0 == .wait(.seconds(1), .throttled) })
        #expect(waits.last == .fail(.throttle, until: nil))
        let sums = run([Self.throttle(300), Self.throttle(300), Self.throttle(1)])
        #expect(
            sums == [.wait(.seconds(300), .throttled), .wait(.seconds(300), .throttled), .fail(.throttle, until: nil)]
        )
    }

    @Test("back-off doubles up to its cap and ends with the attempts")
    func backOff() {
        let actions = run([Self.unreachable, Self.server500, Self.truncated, Self.server500, Self.server500]) {
            $0.maxAttempts = 5
            $0.maxDelay = .seconds(3)
        }
        let waits: [Duration] = [.milliseconds(500), .seconds(1), .seconds(2), .seconds(3)]
        #expect(actions == waits.map { .wait($0, .backingOff) } + [.fail(.transient, until: nil)])
    }

    @Test("one attempt means no retry")
    func singleAttempt() {
        #expect(run([Self.server500]) { $0.maxAttempts = 1 } == [.fail(.transient, until: nil)])
    }

    @Test("the sum of all waits is limited")
    func totalWait() {
        let actions = run([Self.server500, Self.server500]) { $0.maxTotalWait = .milliseconds(1_499) }
        #expect(actions == [.wait(.milliseconds(500), .backingOff), .fail(.transient, until: nil)])
    }

    @Test("an empty retry budget ends retries before the attempts do, and successes fill it again")
    func retryBudget() {
        let empty = RetryBudget(capacity: 1, successesPerRetry: 2)
        #expect(
            run([Self.server500, Self.server500], budget: empty)
                == [.wait(.milliseconds(500), .backingOff), .fail(.transient, until: nil)]
        )
        #expect(
            run([Self.server500, Self.success, Self.success, Self.server500], budget: empty).last
                == .wait(.seconds(1), .backingOff)
        )
        #expect(
            run([Self.server500, Self.success, Self.server500], budget: empty).last == .fail(.transient, until: nil)
        )
    }

    @Test("a request that must not be repeated is tried again only where nothing was sent or the server says so")
    func notRepeatable() {
        #expect(run([Self.unreachable], isRepeatable: false) == [.wait(.milliseconds(500), .backingOff)])
        #expect(run([Self.truncated], isRepeatable: false) == [.fail(.transient, until: nil)])
        #expect(run([Self.server500], isRepeatable: false) == [.fail(.transient, until: nil)])
        #expect(run([Self.throttle(1)], isRepeatable: false) == [.wait(.seconds(1), .throttled)])
        #expect(run([Self.unauthorised], isRepeatable: false) == [.refreshCredentials])
    }

    @Test("every error code leads to a retry or to the end, by its class", arguments: TransportError.Code.allCases)
    func errorCodes(_ code: TransportError.Code) {
        let action = run([.failure(TransportError(code, ""))])[0]
        switch code.failureClass {
        case .transient: #expect(action == .wait(.milliseconds(500), .backingOff))
        case let failureClass: #expect(action == .fail(failureClass ?? .transient, until: nil))
        }
    }

    @Test("jitter spreads back-offs over the whole range, and unasked throttle waits over its upper half")
    func jitter() {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededGenerator(seed: seed)
        var backOffs: [Duration] = []
        var throttles: [Duration] = []
        for _ in 0..<2_000 {
            var budget = RetryBudget()
            var machine = RetryMachine(policy: RetryPolicy())
            if case .wait(let wait, _) = machine.handle(Self.server500, now: Self.now, budget: &budget, using: &random)
            {
                backOffs.append(wait)
            }
            var other = RetryMachine(policy: RetryPolicy())
            if case .wait(let wait, _) = other.handle(
                Self.throttle(nil),
                now: Self.now,
                budget: &budget,
                using: &random
            ) {
                throttles.append(wait)
            }
        }
        let full = Duration.milliseconds(500)
        #expect(backOffs.count == 2_000 && throttles.count == 2_000)
        #expect(backOffs.allSatisfy { $0 >= .zero && $0 <= full }, "seed \(seed)")
        #expect(throttles.allSatisfy { $0 >= full / 2 && $0 <= full }, "seed \(seed)")
        for tenth in 0..<10 {
            let range = full / 10 * tenth..<full / 10 * (tenth + 1)
            #expect((100...300).contains(backOffs.count(where: range.contains)), "seed \(seed)")
        }
    }

    @Test("any sequence of bad events ends within its limits")
    func termination() {
        let events = [Self.unreachable, Self.server500, Self.throttle(nil), Self.throttle(1), Self.unauthorised]
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<1_000 {
            var machine = RetryMachine(policy: RetryPolicy())
            var budget = RetryBudget()
            var waited = Duration.zero
            var sends = 0
            loop: while true {
                sends += 1
                let event = events[Int(random.next(upperBound: UInt(events.count)))]
                switch machine.handle(event, now: Self.now, budget: &budget, using: &random) {
                case .wait(let wait, _): waited += wait
                case .fail: break loop
                default: break
                }
            }
            // Attempts, throttle waits and the one refresh.
            #expect(sends <= 5 + 10 + 2, "seed \(seed)")
            #expect(waited <= .seconds(600), "seed \(seed)")
        }
    }
}
