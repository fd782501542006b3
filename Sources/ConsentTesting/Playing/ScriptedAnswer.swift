import BoundedJSON
import Foundation
import HTTPTypes

/// What a scenario answers, and the way it travels.
struct ScriptedAnswer: Sendable, Equatable {
    /// How the answer reaches the client.
    enum Delivery: Sendable, Equatable {
        case whole
        /// Later by this much.
        case delayed(Duration)
        /// With a rest of this length in the middle of the body.
        case paused(Duration)
        /// Announced in full, and ended after this many bytes of the body.
        case cutOff(afterBytes: Int)
        /// Not at all: the connection ends.
        case hungUp
    }

    var status: Int
    var headers: HTTPFields
    var body: [UInt8]
    var delivery: Delivery = .whole
    /// How many records of a collection the body holds.
    var recordCount = 0
    /// Whether a token was issued with it.
    var issuesToken = false
}

extension ScriptedAnswer {
    /// What is written down in the scenario, at the instant of the answer.
    init(_ canned: CannedAnswer, at now: Date) {
        self.init(status: canned.status, headers: canned.headers, body: canned.body)
        if let wait = canned.retryAfterDate { headers[.retryAfter] = HTTPDate.text(now, later: wait) }
    }

    /// No answer at all.
    static let hungUp = ScriptedAnswer(status: 0, headers: [:], body: [], delivery: .hungUp)

    /// JSON that is text already.
    static func json(status: Int, _ body: [UInt8]) -> ScriptedAnswer {
        ScriptedAnswer(status: status, headers: [.contentType: "application/json"], body: body)
    }

    /// A refusal, with a code and a sentence that says what to do.
    static func refusal(_ status: Int, _ code: String, _ message: String) -> ScriptedAnswer {
        var json = JSONWriter()
        json.beginObject()
        json.member("error", code)
        json.member("message", message)
        json.endObject()
        return .json(status: status, json.bytes)
    }
}

/// Dates of HTTP header fields (RFC 9110, section 5.6.7).
enum HTTPDate {
    /// The date this much after an instant, rounded up to a whole second so that it never is earlier.
    static func text(_ instant: Date, later: Duration) -> String {
        let due = (instant.timeIntervalSince1970 + later / .seconds(1)).rounded(.up)
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return formatter.string(from: Date(timeIntervalSince1970: due))
    }
}
