/// What a complete answer means for the exchange.
public enum Verdict: Sendable, Equatable {
    /// It is the data.
    case success
    /// It says that there is nothing.
    case noData
    /// The credentials are stale: refresh them once, then it is a matter of configuration.
    case refreshCredentials
    /// Too fast: wait as told.
    case throttle
    /// Blocked for long: give up until the time that it names.
    case suspend
    /// Try again.
    case retry
    /// Give up.
    case fail(FailureClass)
}

/// One line of the table from answers to verdicts.
public struct ResponseRule: Sendable, Equatable {
    /// The status codes that it is about.
    public let statuses: ClosedRange<Int>
    /// A header field that must be present, if any.
    public let headerName: String?
    /// The value that the field must have, compared without case; nil for any.
    public let headerValue: String?
    /// The verdict.
    public let verdict: Verdict

    /// Makes a rule for a range of statuses.
    public init(
        _ statuses: ClosedRange<Int>,
        headerName: String? = nil,
        headerValue: String? = nil,
        then verdict: Verdict
    ) {
        self.statuses = statuses
        self.headerName = headerName
        self.headerValue = headerValue
        self.verdict = verdict
    }

    /// Makes a rule for one status.
    public init(_ status: Int, headerName: String? = nil, headerValue: String? = nil, then verdict: Verdict) {
        self.init(status...status, headerName: headerName, headerValue: headerValue, then: verdict)
    }

    /// Whether the rule is about that answer.
    public func matches(_ response: HTTPResponse) -> Bool {
        guard statuses.contains(response.status) else { return false }
        guard let headerName else { return true }
        let values = response.headers.values(of: headerName)
        guard let headerValue else { return !values.isEmpty }
        return values.contains { asciiCaseEqual($0, headerValue) }
    }
}

/// The ordered table from answers to verdicts: the first rule that matches decides, and what no rule lists is a breach
/// of contract, never ignored.
public struct ResponseRules: Sendable, Equatable {
    /// Statuses that mean that there is nothing, whatever the rules say.
    public var noData: [Int] = []
    /// The rules that come before the standard ones.
    public var declared: [ResponseRule]
    /// The field that tells how long to wait.
    public var waitHeader: String
    /// The vendor's own fields that tell what is left of its rate limit, beside the standard ones.
    public var rateFields: RateFields?

    /// Makes a table from an adapter's own rules, which take precedence over the standard ones.
    public init(
        _ declared: [ResponseRule] = [],
        waitHeader: String = "Retry-After",
        rateFields: RateFields? = nil
    ) {
        self.declared = declared
        self.waitHeader = waitHeader
        self.rateFields = rateFields
    }

    /// The table without rules of an adapter.
    public static let standard = ResponseRules()

    /// The table for a token endpoint, where every refusal means that the credentials are wrong (RFC 6749 section 5.2).
    public static let tokenEndpoint = ResponseRules([
        ResponseRule(400...401, then: .fail(.config)),
        ResponseRule(403, then: .fail(.config)),
    ])

    /// What an answer means.
    public func verdict(for response: HTTPResponse) -> Verdict {
        if noData.contains(response.status) { return .noData }
        if let rule = declared.first(where: { $0.matches(response) }) { return rule.verdict }
        switch response.status {
        case 200...299, 304: return .success
        case 401: return .refreshCredentials
        case 403: return .fail(.config)
        case 429: return .throttle
        case 503 where response.headers[waitHeader] != nil: return .throttle
        // The server gave up on a request that it saw as too slow; it was not processed (RFC 9110 section 15.5.9).
        case 408, 500...599: return .retry
        default: return .fail(.contract)
        }
    }
}
