/// How long the opt-in cookie lives (`optInStorageExpiry`).
public enum CookieExpiry: Sendable, Hashable {
    /// So many seconds from each completion on.
    case seconds(Int64)
    /// Until the browser ends its session.
    case session

    /// What the library takes where nothing is configured: 13 months.
    public static let standard = CookieExpiry.seconds(34_190_000)

    /// Reads what people write: `session`, seconds as `3600`, or a number with a unit, `90 days`.
    ///
    /// Zero and less are refused: the library takes zero for its default and deletes the cookie for less.
    public init(_ text: String) throws(OptInExportError) {
        if text.lowercased() == "session" {
            self = .session
            return
        }
        let digits = text.utf8.prefix { (0x30...0x39).contains($0) }
        var word = text.utf8.dropFirst(digits.count)
        while word.first == UInt8(ascii: " ") { word = word.dropFirst() }
        let unit = word.isEmpty ? 1 : Self.units.first { $0.names.contains(String(Substring(word))) }?.seconds
        guard let unit, let number = Int64(Substring(digits)), number > 0,
            number <= ExportLimits.maxExpirySeconds / unit
        else {
            throw OptInExportError(
                .invalidExpiry,
                "The expiry is session, a number of seconds, or one such as \"90 days\" (seconds, minutes, hours, days, "
                    + "weeks), more than nothing and at most a hundred years."
            )
        }
        self = .seconds(number * unit)
    }

    /// The number and the unit in which a form asks for it: the largest unit that gives a whole number.
    var numberAndUnit: (number: Int64, unit: String)? {
        guard case .seconds(let seconds) = self else { return nil }
        for unit in Self.units.reversed() where unit.isInForms && seconds % unit.seconds == 0 {
            return (seconds / unit.seconds, unit.names[1])
        }
        return (seconds, Self.units[0].names[1])
    }

    private static let units: [(names: [String], seconds: Int64, isInForms: Bool)] = [
        (["second", "seconds"], 1, true), (["minute", "minutes"], 60, true), (["hour", "hours"], 3_600, true),
        (["day", "days"], 86_400, true), (["week", "weeks"], 604_800, false),
    ]
}
