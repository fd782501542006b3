import BoundedJSON
import Foundation
import HTTPTypes

/// Plays a scenario: takes one request after the other and says what comes back.
///
/// It does no input or output and has no clock, so a whole run can be played in a test without a socket.
struct ScenarioPlayer: Sendable {
    /// What a request came to.
    struct Outcome: Sendable {
        let answer: ScriptedAnswer
        /// The name of the route, or nil where none matched.
        let route: String?
        /// The fault that was played.
        let fault: Fault.Kind?
    }

    private let scenario: Scenario
    private var schedules: [String: FaultSchedule]
    private var tokens = TokenDesk()

    /// Starts a scenario from its beginning.
    init(_ scenario: Scenario) {
        self.scenario = scenario
        schedules = scenario.faults.mapValues(FaultSchedule.init)
    }

    /// The answer to the next request.
    mutating func answer(_ request: ScriptedRequest, at now: Date) -> Outcome {
        guard
            let route = scenario.routes.first(where: { $0.method == request.method && $0.path == request.path })
        else {
            let message = "the scenario “\(scenario.name)” has no route for \(request.method) \(request.path)"
            return Outcome(answer: .refusal(501, "unmatched", message), route: nil, fault: nil)
        }
        schedules[route.name]?.arrive()
        var fault: Fault.Kind?
        if schedules[route.name]?.due?.kind == .revokeTokens {
            fault = schedules[route.name]?.play()?.kind
            tokens.revokeAll()
        }
        if let refusal = refusal(of: request, by: route, at: now) {
            return Outcome(answer: refusal, route: route.name, fault: fault)
        }
        if schedules[route.name]?.due?.kind != .revokeTokens {
            fault = schedules[route.name]?.play()?.kind ?? fault
        }
        return Outcome(answer: answer(request, by: route, at: now, spoiledBy: fault), route: route.name, fault: fault)
    }

    /// Why a request is not let in, or nil. It comes before the faults, as a gateway stands before its service.
    private func refusal(of request: ScriptedRequest, by route: Route, at now: Date) -> ScriptedAnswer? {
        if route.needsBearer, !tokens.accepts(request.bearerToken) {
            let message = "the bearer token is missing, unknown or expired; ask for a new one"
            var answer = ScriptedAnswer.refusal(401, "invalid_token", message)
            answer.headers[.wwwAuthenticate] = "Bearer"
            return answer
        }
        return Self.agrees(request, with: route) ? nil : ScriptedAnswer(route.mismatch, at: now)
    }

    private static func agrees(_ request: ScriptedRequest, with route: Route) -> Bool {
        if !route.form.isEmpty {
            let form = request.form
            guard route.form.allSatisfy({ form[$0.key] == $0.value }) else { return false }
        }
        guard route.json.allSatisfy({ request.member($0.key) == $0.value }) else { return false }
        return route.headers.allSatisfy { request.header($0.key) == $0.value }
    }

    private mutating func answer(
        _ request: ScriptedRequest,
        by route: Route,
        at now: Date,
        spoiledBy fault: Fault.Kind?
    ) -> ScriptedAnswer {
        if case .answer(let canned) = fault { return ScriptedAnswer(canned, at: now) }
        if fault == .hangUp { return .hungUp }
        var answer = rightAnswer(request, by: route, at: now)
        switch fault {
        case .delay(let wait): answer.delivery = .delayed(wait)
        case .pause(let wait): answer.delivery = .paused(wait)
        case .cutOff(let percent):
            answer.delivery = .cutOff(afterBytes: answer.body.count * percent / 100)
            answer.recordCount = 0
        case .contentType(let type):
            answer.headers[.contentType] = type
        case .answer, .hangUp, .revokeTokens, nil: break
        }
        return answer
    }

    private mutating func rightAnswer(
        _ request: ScriptedRequest,
        by route: Route,
        at now: Date
    ) -> ScriptedAnswer {
        switch route.action {
        case .answer(let canned):
            // A client that has the document of this tag does not get it again (RFC 9110, section 13.1.2).
            if let tag = canned.headers[.eTag], request.headers[.ifNoneMatch] == tag {
                return ScriptedAnswer(status: 304, headers: [.eTag: tag], body: [])
            }
            return ScriptedAnswer(canned, at: now)
        case .issueToken(let lifetimeSeconds):
            return token(lifetimeSeconds: lifetimeSeconds)
        case .feed(let feed):
            return page(request, of: feed)
        case .listing(let listing):
            return page(request, of: listing)
        case .lookup(let collection, let header):
            return record(request, in: collection, namedBy: header)
        }
    }

    private mutating func token(lifetimeSeconds: Int) -> ScriptedAnswer {
        let token = tokens.issue()
        var json = JSONWriter()
        json.beginObject()
        json.member("access_token", token)
        json.member("token_type", "bearer")
        json.key("expires_in")
        json.integer(lifetimeSeconds)
        json.endObject()
        var answer = ScriptedAnswer.json(status: 200, json.bytes)
        answer.issuesToken = true
        return answer
    }

    private func page(_ request: ScriptedRequest, of feed: Feed) -> ScriptedAnswer {
        do {
            let page = try FeedPage(request, of: feed)
            let body = page.body(of: feed, from: scenario.collections[feed.collection] ?? SubjectCollection.empty)
            var answer = ScriptedAnswer.json(status: 200, body.bytes)
            answer.recordCount = body.recordCount
            return answer
        } catch {
            return .refusal(400, "bad_request", error.message)
        }
    }

    private func page(_ request: ScriptedRequest, of listing: Listing) -> ScriptedAnswer {
        do {
            let page = try ListingPage(request, of: listing)
            return page.answer(from: scenario.collections[listing.collection] ?? SubjectCollection.empty)
        } catch {
            return .refusal(400, "bad_request", error.message)
        }
    }

    private func record(
        _ request: ScriptedRequest,
        in collection: String,
        namedBy header: HTTPField.Name
    ) -> ScriptedAnswer {
        guard let identifier = request.headers[header], !identifier.isEmpty else {
            return .refusal(400, "bad_request", "the header \(header) is missing")
        }
        guard let found = scenario.collections[collection]?.latest(identifier: identifier) else {
            return .refusal(404, "not_found", "there is no data subject of this identifier")
        }
        var answer = ScriptedAnswer.json(status: 200, found)
        answer.recordCount = 1
        return answer
    }
}
