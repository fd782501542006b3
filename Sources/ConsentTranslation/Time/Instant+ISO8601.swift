extension Instant {
    /// Reads an ISO 8601 date and time: `2026-03-02T09:15:04.127Z`, `…+01:00`, `…+0100`, or a date alone.
    ///
    /// A time without a zone is UTC, as the CMPs that leave it out mean it. Fractions beyond milliseconds are cut off.
    /// Nil for anything else, for days and times that do not exist, and for years before 1 or after 9999.
    public init?(iso8601 text: String) {
        var scanner = DigitScanner(text)
        guard let year = scanner.number(digits: 4), scanner.take("-"),
            let month = scanner.number(digits: 2), scanner.take("-"),
            let day = scanner.number(digits: 2),
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        var milliseconds = 0
        if scanner.take("T") || scanner.take(" ") {
            guard let time = Self.timeOfDay(&scanner), let offset = Self.zoneOffset(&scanner) else { return nil }
            milliseconds = time - offset
        }
        guard scanner.isAtEnd else { return nil }
        self.init(milliseconds: Int64(date.daysSinceEpoch) * 86_400_000 + Int64(milliseconds))
        guard Self.calendar.contains(self) else { return nil }
    }

    /// Years 1 to 9999, which a zone can lead out of.
    private static let calendar =
        Instant(milliseconds: -62_135_596_800_000)...Instant(milliseconds: 253_402_300_799_999)

    private static func timeOfDay(_ scanner: inout DigitScanner) -> Int? {
        guard let hour = scanner.number(digits: 2), hour < 24, scanner.take(":"),
            let minute = scanner.number(digits: 2), minute < 60
        else { return nil }
        var milliseconds = (hour * 60 + minute) * 60_000
        if scanner.take(":") {
            // A leap second counts as the second before it; no CMP orders decisions by it.
            guard let second = scanner.number(digits: 2), second <= 60 else { return nil }
            milliseconds += min(second, 59) * 1_000
            if scanner.take(".") || scanner.take(",") {
                guard let fraction = scanner.milliseconds() else { return nil }
                milliseconds += fraction
            }
        }
        return milliseconds
    }

    private static func zoneOffset(_ scanner: inout DigitScanner) -> Int? {
        if scanner.isAtEnd || scanner.take("Z") { return 0 }
        let sign: Int
        if scanner.take("+") {
            sign = 1
        } else if scanner.take("-") {
            sign = -1
        } else {
            return nil
        }
        guard let hours = scanner.number(digits: 2), hours < 24 else { return nil }
        if scanner.isAtEnd { return sign * hours * 3_600_000 }
        _ = scanner.take(":")
        guard let minutes = scanner.number(digits: 2), minutes < 60 else { return nil }
        return sign * (hours * 60 + minutes) * 60_000
    }

    /// The moment in UTC: `2026-03-02T09:15:04Z`, with milliseconds only where there are some.
    public var iso8601: String {
        let (days, rest) = daysAndRest
        let date = CivilDate(daysSinceEpoch: days)
        let time = "\(padded(rest / 3_600_000)):\(padded(rest / 60_000 % 60)):\(padded(rest / 1_000 % 60))"
        let fraction = rest % 1_000 == 0 ? "" : "." + padded(rest % 1_000, 3)
        return "\(padded(date.year, 4))-\(padded(date.month))-\(padded(date.day))T\(time)\(fraction)Z"
    }

    /// The moment so many calendar months earlier, at the same time of day (UTC).
    public func subtracting(months: Int) -> Instant {
        let (days, rest) = daysAndRest
        let date = CivilDate(daysSinceEpoch: days).adding(months: -months)
        return Instant(milliseconds: Int64(date.daysSinceEpoch) * 86_400_000 + Int64(rest))
    }

    /// Whole days since the epoch, rounded down, and the milliseconds of the day that remain.
    private var daysAndRest: (days: Int, rest: Int) {
        let (quotient, remainder) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
        return remainder < 0 ? (Int(quotient) - 1, Int(remainder) + 86_400_000) : (Int(quotient), Int(remainder))
    }
}

private func padded(_ number: Int, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// Reads fixed forms of ASCII digits; other scripts' digits are none here.
struct DigitScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, UInt32(bytes[position]) == character.value else { return false }
        position += 1
        return true
    }

    mutating func number(digits: Int) -> Int? {
        guard position + digits <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[position..<position + digits] {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        position += digits
        return value
    }

    /// One or more digits behind a decimal point, as milliseconds.
    mutating func milliseconds() -> Int? {
        var value = 0
        var count = 0
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
            if count < 3 { value = value * 10 + Int(bytes[position] - 0x30) }
            count += 1
            position += 1
        }
        guard count > 0 else { return nil }
        while count < 3 {
            value *= 10
            count += 1
        }
        return value
    }
}
