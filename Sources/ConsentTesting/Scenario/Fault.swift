/// Something that goes wrong on one route, once or several times.
///
/// A fault never loses data: whoever repeats the request afterwards gets what the first should have brought.
struct Fault: Sendable, Equatable {
    /// The request on this route, counted from 1, at which it is due. A request that is turned away for its token or
    /// its credentials does not play it: then the next one does.
    let at: Int
    /// How many requests in a row it spoils; nil is every request from then on.
    let times: Int?
    /// What goes wrong.
    let kind: Kind

    /// What goes wrong.
    enum Kind: Sendable, Equatable {
        /// Another answer comes instead: an error status, an HTML page.
        case answer(CannedAnswer)
        /// The right answer comes, but this much later.
        case delay(Duration)
        /// The right answer comes, but rests this long in the middle of its body.
        case pause(Duration)
        /// The right answer is announced with its whole length, and the connection ends after this part of the body.
        case cutOff(percent: Int)
        /// The connection ends without an answer.
        case hangUp
        /// The right answer comes under another content type.
        case contentType(String)
        /// Every token issued so far is worthless from now on, although it claims to live longer.
        case revokeTokens
    }
}

extension Fault.Kind: CustomStringConvertible {
    /// The word for the request log, for example `status 429` or `cut off at 60%`.
    var description: String {
        switch self {
        case .answer(let answer): "status \(answer.status)"
        case .delay: "delayed"
        case .pause: "paused"
        case .cutOff(let percent): "cut off at \(percent)%"
        case .hangUp: "hung up"
        case .contentType: "wrong content type"
        case .revokeTokens: "tokens revoked"
        }
    }
}
