import HTTPTypes

extension Scenario {
    /// The same scenario in which nothing goes wrong.
    public var calm: Scenario { with(faults: [:]) }

    /// The same scenario in which other things go wrong, as the generator says: throttling in storms, failing servers,
    /// answers that are late, cut off, missing or in HTML, tokens that end early.
    public func weathered(by random: inout RepeatableGenerator) -> Scenario {
        var faults: [String: [Fault]] = [:]
        for route in routes {
            var at = 0
            faults[route.name] = (0..<Int(random.number(in: 0..<7))).map { _ in
                at += Int(random.number(in: 1..<6))
                return Self.fault(at: at, on: route, &random)
            }
        }
        return with(faults: faults)
    }

    /// The same scenario as it was at a time: without what was changed later.
    public func asOf(milliseconds: Int64) -> Scenario {
        with(collections: collections.mapValues { $0.asOf(milliseconds) })
    }

    /// The same scenario with a sample of about so many records of each collection.
    public func condensed(to count: Int) -> Scenario {
        with(collections: collections.mapValues { $0.condensed(to: count) })
    }

    /// Whether the order of the records on a page means nothing to whoever reads it.
    var allowsStirring: Bool {
        routes.allSatisfy { route in
            guard case .listing(let listing) = route.action, case .after = listing.next else { return true }
            return false
        }
    }

    private func with(faults: [String: [Fault]]) -> Scenario {
        Scenario(name: name, about: about, routes: routes, faults: faults, collections: collections)
    }

    private func with(collections: [String: SubjectCollection]) -> Scenario {
        Scenario(name: name, about: about, routes: routes, faults: faults, collections: collections)
    }

    private static func fault(at: Int, on route: Route, _ random: inout RepeatableGenerator) -> Fault {
        let short = Int(random.number(in: 1..<4))
        switch random.number(in: 0..<10) {
        case 0: return Fault(at: at, times: Int(random.number(in: 1..<16)), kind: .answer(throttled(&random)))
        case 1: return Fault(at: at, times: short, kind: .answer(throttled(&random)))
        case 2, 3: return Fault(at: at, times: short, kind: .answer(failing(&random)))
        case 4: return Fault(at: at, times: 1, kind: .delay(.seconds(random.number(in: 1..<90))))
        case 5: return Fault(at: at, times: 1, kind: .pause(.seconds(random.number(in: 1..<90))))
        case 6: return Fault(at: at, times: short, kind: .cutOff(percent: Int(random.number(in: 0..<100))))
        case 7: return Fault(at: at, times: short, kind: .hangUp)
        case 8: return Fault(at: at, times: 1, kind: .contentType("text/html"))
        default: return Fault(at: at, times: 1, kind: route.needsBearer ? .revokeTokens : .hangUp)
        }
    }

    private static func throttled(_ random: inout RepeatableGenerator) -> CannedAnswer {
        var headers: HTTPFields = [.contentType: "application/json"]
        if random.chance(2, in: 3) { headers[.retryAfter] = String(random.number(in: 0..<40)) }
        return canned(429, headers, #"{"error":"rate_limited"}"#)
    }

    private static func failing(_ random: inout RepeatableGenerator) -> CannedAnswer {
        let status = random.element(of: [500, 502, 503, 504]) ?? 500
        return random.chance(1, in: 5)
            ? canned(200, [.contentType: "text/html"], "<html>maintenance</html>")
            : canned(status, [.contentType: "application/json"], #"{"error":"internal"}"#)
    }

    private static func canned(_ status: Int, _ headers: HTTPFields, _ body: String) -> CannedAnswer {
        CannedAnswer(status: status, headers: headers, body: Array(body.utf8), retryAfterDate: nil)
    }
}
