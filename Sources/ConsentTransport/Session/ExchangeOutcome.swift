/// How one attempt ended: an answer with its verdict, or an error.
struct ExchangeOutcome {
    /// What the retry machine is told.
    let event: RetryMachine.Event
    /// The answer, if one came.
    let response: HTTPResponse?
    /// Its body, where it is read as a stream.
    let body: HTTPBody?
    /// What the server says is left of its rate limit.
    let rate: RateSignal?
    /// What the circuit breaker is told.
    let health: CircuitBreaker.Event

    /// Reads an answer by the rules.
    init(_ response: HTTPResponse, body: HTTPBody?, rules: ResponseRules, now: UnixTime) {
        var response = response
        self.body = body
        let retryAfter = response.headers[rules.waitHeader].flatMap { RetryAfter.parse($0, now: now) }
        // Who says when to come back means it, whatever the window of the limit.
        rate = retryAfter == nil ? RateSignal.read(response.headers, vendor: rules.rateFields, now: now) : nil
        let verdict = rules.verdict(for: response)
        response.meansNoData = verdict == .noData
        health = verdict == .retry ? .failed : .succeeded
        self.response = response
        event = .response(
            verdict,
            retryAfter: retryAfter,
            // It only corrects a wait that is told as a date.
            date: retryAfter == nil ? nil : response.headers["Date"].flatMap { HTTPDate.parse($0, now: now) }
        )
    }

    /// Takes an error.
    init(_ error: TransportError) {
        response = nil
        body = nil
        rate = nil
        event = .failure(error)
        // Our own full queue and our own mistakes say nothing about the server.
        health = error.failureClass == .transient && error.code != .overloaded ? .failed : .abandoned
    }

    /// What the caller is told when the machine gives up.
    func error(_ failureClass: FailureClass, until: UnixTime?, host: String) -> TransportError {
        if case .failure(let error) = event { return error }
        let status = response?.status ?? 0
        let (code, sentence): (TransportError.Code, String) =
            switch failureClass {
            case .config: (.credentialsRefused, "refuses the credentials; check them and what they are allowed to do")
            case .throttle: (.throttled, "keeps asking for a slower pace; lower the rate or try again later")
            case .suspend: (.suspended, "asks for a longer pause; the source goes on when it is over")
            case .transient: (.httpStatus, "keeps failing; it is tried again later")
            case .noData, .partial, .payload, .contract:
                (.httpStatus, "gave an answer that the adapter does not expect; check the address and the adapter")
            }
        return TransportError(
            code,
            "\(host) \(sentence) (status \(status)).",
            httpStatus: status,
            failureClass: failureClass,
            suspendedUntil: until
        )
    }
}
