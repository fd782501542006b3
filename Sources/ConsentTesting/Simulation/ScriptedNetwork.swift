import BoundedJSON
import ConsentTranslation
public import ConsentTransport
import Foundation
import HTTPTypes
import Synchronization

/// The network of a simulation: plays a scenario without a socket, in the time of a virtual clock.
///
/// Like many CMPs it may serve the records of a page in any order, and some of them twice.
public final class ScriptedNetwork: HTTPSender {
    private struct State {
        var player: ScenarioPlayer
        var random: RepeatableGenerator
        var stirs: Bool
    }

    /// What was asked and answered.
    public let log = RequestLog()
    private let clock: VirtualClock
    private let state: Mutex<State>
    /// The longest that an answer may take, as in ``ConsentTransport/TransportLimits``.
    private let patience = TransportLimits().totalTimeout

    /// A network on which nothing is played yet but a scenario.
    public init(_ scenario: Scenario, clock: VirtualClock, random: RepeatableGenerator) {
        self.clock = clock
        state = Mutex(State(player: ScenarioPlayer(scenario), random: random, stirs: false))
    }

    /// Plays another scenario from its beginning.
    ///
    /// - Parameter stirring: whether pages are stirred, where the scenario's way of paging allows it.
    public func play(_ scenario: Scenario, stirring: Bool) {
        state.withLock { state in
            state.player = ScenarioPlayer(scenario)
            state.stirs = stirring && scenario.allowsStirring
        }
    }

    /// Answers as the scenario says.
    public func send(
        _ request: ConsentTransport.HTTPRequest
    ) async throws(TransportError) -> ConsentTransport.HTTPResponse {
        if Task.isCancelled { throw TransportError(.cancelled, "The request was cancelled.") }
        let scripted = ScriptedRequest(request)
        let (answer, travel) = state.withLock { state -> (ScriptedAnswer, Duration) in
            let now = Date(timeIntervalSince1970: Double(clock.wallTime.seconds))
            let outcome = state.player.answer(scripted, at: now)
            log.append(scripted, outcome)
            var answer = outcome.answer
            if state.stirs { answer.body = Self.stirred(answer.body, &state.random) }
            return (answer, .milliseconds(state.random.number(in: 5..<200)))
        }
        clock.advance(by: travel)
        switch answer.delivery {
        case .whole: break
        case .delayed(let wait), .paused(let wait):
            clock.advance(by: min(wait, patience))
            if wait >= patience { throw TransportError(.timeout, "The scripted CMP did not answer in time.") }
        case .cutOff, .hungUp:
            throw TransportError(.truncated, "The scripted CMP ended the connection.")
        }
        return ConsentTransport.HTTPResponse(
            status: answer.status,
            headers: ConsentTransport.HTTPFields(
                answer.headers.map { .init(name: $0.name.rawName, value: $0.value) }
            ),
            body: answer.body
        )
    }

    /// A page with its records in another order, and now and then one of them twice.
    private static func stirred(_ body: [UInt8], _ random: inout RepeatableGenerator) -> [UInt8] {
        guard let page = try? Value(json: body, limits: TranslationLimits.page) else { return body }
        var json = JSONWriter()
        stirred(page, &random).write(into: &json)
        return json.bytes
    }

    private static func stirred(_ page: Value, _ random: inout RepeatableGenerator) -> Value {
        switch page {
        case .list(let records):
            var records = records.shuffled(using: &random)
            if let again = random.element(of: records), random.chance(1, in: 4) { records.append(again) }
            return .list(records)
        case .object(let object):
            var stirredObject = ObjectValue()
            for member in object.members {
                var value = member.value
                if case .list = value { value = stirred(value, &random) }
                _ = stirredObject.append(member.name, value)
            }
            return .object(stirredObject)
        default:
            return page
        }
    }
}

extension ScriptedRequest {
    /// The request as a server would see it.
    fileprivate init(_ request: ConsentTransport.HTTPRequest) {
        let parts = request.url.split(separator: "://", maxSplits: 1).last ?? ""
        let authority = parts.prefix { $0 != "/" && $0 != "?" }
        let target = parts.dropFirst(authority.count)
        let path = target.prefix { $0 != "?" }
        var headers = HTTPTypes.HTTPFields()
        for field in request.headers.fields {
            guard let name = HTTPField.Name(field.name) else { continue }
            headers.append(HTTPField(name: name, value: field.value))
        }
        self.init(
            method: request.method.rawValue,
            path: String(path),
            query: String(target.dropFirst(path.count + 1)),
            headers: headers,
            body: request.body ?? [],
            authority: String(authority)
        )
    }
}
