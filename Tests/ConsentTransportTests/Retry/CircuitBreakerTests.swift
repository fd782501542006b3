import ConsentTransport
import Testing

@Suite("The circuit breaker")
struct CircuitBreakerTests {
    typealias Event = CircuitBreaker.Event
    typealias Action = CircuitBreaker.Action

    private static let policy: CircuitBreaker.Policy = {
        var policy = CircuitBreaker.Policy()
        policy.threshold = 3
        policy.openTime = .seconds(30)
        policy.maxOpenTime = .seconds(100)
        return policy
    }()

    /// Feeds events with their times and returns the actions and where it stands at the end.
    private func run(_ events: [(Int, Event)]) -> (actions: [Action], state: CircuitBreaker.State) {
        var breaker = CircuitBreaker(policy: Self.policy)
        let actions = events.map { breaker.handle($0.1, now: .seconds($0.0)) }
        return (actions, breaker.state)
    }

    private static let opened: [(Int, Event)] = [(0, .failed), (0, .failed), (10, .failed)]

    @Test("one failure fewer than the threshold leaves it closed, the last one opens it")
    func threshold() {
        #expect(run([(0, .failed), (0, .failed)]).state == .closed(failures: 2))
        #expect(run(Self.opened).state == .open(until: .seconds(40), openTime: .seconds(30)))
    }

    @Test("a success between failures starts the count anew, what was abandoned does not count")
    func inARow() {
        #expect(run([(0, .failed), (0, .failed), (0, .succeeded), (0, .failed)]).state == .closed(failures: 1))
        #expect(run([(0, .failed), (0, .abandoned), (0, .failed)]).state == .closed(failures: 2))
    }

    @Test("while open everybody is refused with the time that is left")
    func refuses() {
        let actions = run(Self.opened + [(10, .ask), (39, .ask)]).actions
        #expect(actions.suffix(2) == [.refuse(.seconds(30)), .refuse(.seconds(1))])
    }

    @Test("when the time is over one request probes, the others are refused")
    func probes() {
        let actions = run(Self.opened + [(40, .ask), (40, .ask)]).actions
        #expect(actions.suffix(2) == [.probe, .refuse(.seconds(30))])
    }

    @Test("a probe that succeeds closes it")
    func closes() {
        let outcome = run(Self.opened + [(40, .ask), (41, .succeeded), (41, .ask)])
        #expect(outcome.actions.last == .proceed)
        #expect(outcome.state == .closed(failures: 0))
    }

    @Test("a probe that fails opens it for twice the time, up to the limit")
    func doubles() {
        var events = Self.opened
        events += [(40, .ask), (41, .failed)]
        #expect(run(events).state == .open(until: .seconds(101), openTime: .seconds(60)))
        events += [(101, .ask), (102, .failed)]
        #expect(run(events).state == .open(until: .seconds(202), openTime: .seconds(100)))
        events += [(202, .ask), (202, .failed)]
        #expect(run(events).state == .open(until: .seconds(302), openTime: .seconds(100)))
    }

    @Test("a probe that was abandoned lets the next one probe at once")
    func abandoned() {
        let outcome = run(Self.opened + [(40, .ask), (41, .abandoned), (41, .ask)])
        #expect(outcome.actions.last == .probe)
    }

    @Test("late answers to what was sent before: failures change nothing, a success closes it")
    func late() {
        #expect(run(Self.opened + [(11, .failed)]).state == .open(until: .seconds(40), openTime: .seconds(30)))
        #expect(run(Self.opened + [(11, .abandoned)]).state == .open(until: .seconds(40), openTime: .seconds(30)))
        #expect(run(Self.opened + [(11, .succeeded)]).state == .closed(failures: 0))
    }

    @Test("whatever happens, it never refuses for ever and never lets two probes go together")
    func laws() {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededGenerator(seed: seed)
        var breaker = CircuitBreaker(policy: Self.policy)
        var now = 0
        var isProbing = false
        for _ in 0..<20_000 {
            now += Int.random(in: 0...40, using: &random)
            let event = [Event.ask, .ask, .failed, .failed, .failed, .succeeded, .abandoned][
                Int.random(in: 0..<7, using: &random)
            ]
            let action = breaker.handle(event, now: .seconds(now))
            switch (event, action) {
            case (.ask, .probe):
                #expect(!isProbing, "seed \(seed)")
                isProbing = true
            case (.ask, .refuse(let time)):
                #expect(time > .zero && time <= .seconds(100), "seed \(seed)")
            case (.ask, .proceed): break
            default:
                #expect(action == .proceed, "seed \(seed)")
                isProbing = false
            }
        }
    }
}
