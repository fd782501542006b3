/// What a server says is left of its own rate limit.
public struct RateSignal: Sendable, Equatable {
    /// Requests that it will still answer ...
    public let remaining: Int
    /// ... before this time from now has passed.
    public let reset: Duration

    /// Makes a signal; the time is kept between nothing and a day.
    public init(remaining: Int, reset: Duration) {
        self.remaining = max(0, remaining)
        self.reset = min(max(reset, .zero), Limits.maxRetryAfter)
    }

    /// Reads the tightest limit that an answer names, or nil.
    ///
    /// The standard fields in their present form (`RateLimit: "name";r=5;t=30`, whose missing `t` is the window `w` of
    /// `RateLimit-Policy`) and in the former one (`RateLimit: limit=9, remaining=5, reset=30`), then the vendor's own.
    static func read(_ headers: HTTPFields, vendor: RateFields?, now: UnixTime) -> RateSignal? {
        var signals = standard(headers)
        if let signal = vendor?.read(headers, now: now) { signals.append(signal) }
        if let signal = RateFields.standard.read(headers, now: now) { signals.append(signal) }
        return signals.min { ($0.remaining, $1.reset) < ($1.remaining, $0.reset) }
    }

    private static func standard(_ headers: HTTPFields) -> [RateSignal] {
        let lists = headers.values(of: "RateLimit")
        guard !lists.isEmpty else { return [] }
        let items = RateItem.list(lists)
        let windows = Dictionary(
            RateItem.list(headers.values(of: "RateLimit-Policy")).map { ($0.name, $0.parameters["w"]) }
        ) { first, _ in first }
        var former: [String: Int] = [:]
        var signals: [RateSignal] = []
        for item in items {
            if let remaining = item.parameters["r"], let reset = item.parameters["t"] ?? windows[item.name] ?? nil {
                signals.append(RateSignal(remaining: remaining, reset: .seconds(reset)))
            } else if let (key, value) = item.pair {
                former[key] = value
            }
        }
        if let remaining = former["remaining"], let reset = former["reset"] {
            signals.append(RateSignal(remaining: remaining, reset: .seconds(reset)))
        }
        return signals
    }
}

/// The names of the fields in which a vendor tells what is left of its rate limit.
public struct RateFields: Sendable, Equatable {
    /// What the number in the reset field means.
    public enum Reset: String, Sendable, CaseIterable {
        /// Seconds from now.
        case seconds
        /// Milliseconds from now.
        case milliseconds
        /// Seconds of Unix time.
        case unixTime = "unix_time"
    }

    /// The field with the number of requests left.
    public let remaining: String
    /// The field that tells when that number is renewed.
    public let reset: String
    /// How to read it.
    public let resetIs: Reset

    /// Names the fields.
    public init(remaining: String, reset: String, resetIs: Reset = .seconds) {
        self.remaining = remaining
        self.reset = reset
        self.resetIs = resetIs
    }

    /// The fields of the drafts before they were joined into one.
    static let standard = RateFields(remaining: "RateLimit-Remaining", reset: "RateLimit-Reset")

    func read(_ headers: HTTPFields, now: UnixTime) -> RateSignal? {
        guard let left = headers[remaining].flatMap(wholeNumber), let number = headers[reset].flatMap(wholeNumber)
        else { return nil }
        let wait: Duration =
            switch resetIs {
            case .seconds where number < Limits.leastUnixTime: .seconds(number)
            case .milliseconds: .milliseconds(number)
            // Many servers put a moment where the drafts ask for seconds; a wait of 30 years is none.
            case .seconds, .unixTime: UnixTime(seconds: Int64(number)).duration(since: now)
            }
        return RateSignal(remaining: left, reset: wait)
    }
}

/// One item of a structured list (RFC 9651 section 3.1), as far as the rate fields use it.
private struct RateItem {
    /// The item without its parameters and quotes.
    let name: String
    /// Parameters that are whole numbers.
    let parameters: [String: Int]

    /// `name=number` written as the item itself, as the former drafts did.
    var pair: (String, Int)? {
        let sides = name.split(separator: "=", maxSplits: 1)
        guard sides.count == 2, let value = wholeNumber(String(sides[1])) else { return nil }
        return (sides[0].lowercased(), value)
    }

    /// Reads the items of all lines of a field, up to the limit. A name that contains a comma or semicolon is none that
    /// any server uses, and costs at most the signal.
    static func list(_ lines: [String]) -> [RateItem] {
        let parts = lines.flatMap { $0.split(separator: ",", maxSplits: Limits.maxRateItems) }
        return parts.prefix(Limits.maxRateItems).compactMap { part in
            let words = part.split(separator: ";", maxSplits: Limits.maxRateItems).map {
                String(String($0).trimmingFieldSpace)
            }
            guard let name = words.first else { return nil }
            let pairs = words.dropFirst().compactMap { RateItem(name: $0, parameters: [:]).pair }
            return RateItem(
                name: name.filter { $0 != "\"" },
                parameters: Dictionary(pairs) { first, _ in first }
            )
        }
    }
}

/// A number without sign, capped so that it can be counted with; nil for anything else.
private func wholeNumber(_ text: String) -> Int? {
    let digits = text.trimmingFieldSpace
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return min(Int(digits) ?? .max, Limits.maxRateNumber)
}
