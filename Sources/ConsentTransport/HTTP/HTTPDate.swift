/// Dates in header fields (RFC 9110 section 5.6.7): the preferred form and both obsolete ones, which must be read too.
public enum HTTPDate {
    /// Reads a date in any of the three forms; nil for anything else.
    ///
    /// `now` decides the century of a two-digit year: one that would lie more than 50 years ahead is a past one.
    public static func parse(_ text: String, now: UnixTime) -> UnixTime? {
        var scanner = DateScanner(text)
        guard let dayName = scanner.letters() else { return nil }
        if scanner.skip(",") {
            guard scanner.skip(" "), let day = scanner.number(digits: 2) else { return nil }
            if scanner.skip(" ") {
                return shortDays.contains(dayName) ? preferred(day, &scanner) : nil
            }
            return longDays.contains(dayName) ? withTwoDigitYear(day, &scanner, now: now) : nil
        }
        return shortDays.contains(dayName) ? asctime(&scanner) : nil
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`, after the day.
    private static func preferred(_ day: Int, _ scanner: inout DateScanner) -> UnixTime? {
        guard let month = scanner.month(), scanner.skip(" "),
            let year = scanner.number(digits: 4), scanner.skip(" "),
            let time = scanner.timeOfDay(), scanner.skip(" GMT"), scanner.isAtEnd
        else { return nil }
        return moment(year, month, day, time)
    }

    /// `Sunday, 06-Nov-94 08:49:37 GMT` (RFC 850), after the day.
    private static func withTwoDigitYear(_ day: Int, _ scanner: inout DateScanner, now: UnixTime) -> UnixTime? {
        guard scanner.skip("-"), let month = scanner.month(), scanner.skip("-"),
            let shortYear = scanner.number(digits: 2), scanner.skip(" "),
            let time = scanner.timeOfDay(), scanner.skip(" GMT"), scanner.isAtEnd
        else { return nil }
        let currentYear = civilYear(of: now)
        var year = currentYear - currentYear % 100 + shortYear
        if year > currentYear + 50 { year -= 100 }
        return moment(year, month, day, time)
    }

    /// `Sun Nov  6 08:49:37 1994`, after the day's name.
    private static func asctime(_ scanner: inout DateScanner) -> UnixTime? {
        guard scanner.skip(" "), let month = scanner.month(), scanner.skip(" ") else { return nil }
        guard let day = scanner.skip(" ") ? scanner.number(digits: 1) : scanner.number(digits: 2), scanner.skip(" "),
            let time = scanner.timeOfDay(), scanner.skip(" "),
            let year = scanner.number(digits: 4), scanner.isAtEnd
        else { return nil }
        return moment(year, month, day, time)
    }

    private static func moment(_ year: Int, _ month: Int, _ day: Int, _ secondsOfDay: Int) -> UnixTime? {
        guard (1...daysInMonth(month, of: year)).contains(day) else { return nil }
        return UnixTime(seconds: Int64(daysSinceEpoch(year, month, day)) * 86_400 + Int64(secondsOfDay))
    }

    private static func daysInMonth(_ month: Int, of year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days of the proleptic Gregorian calendar since 1970-01-01. Counting years from March puts the leap day last.
    private static func daysSinceEpoch(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let marchYear = month > 2 ? year : year - 1
        let marchMonth = (month + 9) % 12
        let daysBeforeYear = 365 * marchYear + marchYear / 4 - marchYear / 100 + marchYear / 400
        return daysBeforeYear + (153 * marchMonth + 2) / 5 + day - 1 - 719_468
    }

    /// The year of a moment: the largest whose first day is not after it.
    private static func civilYear(of moment: UnixTime) -> Int {
        let days = Int(clamping: moment.seconds / 86_400)
        var year = 1970 + min(max(days, -700_000), 3_000_000) / 365
        while daysSinceEpoch(year, 1, 1) > days, year > 0 { year -= 1 }
        return year
    }

    private static let shortDays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let longDays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
}

/// Reads a date from left to right.
private struct DateScanner {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = text[...].utf8
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ expected: StaticString) -> Bool {
        expected.withUTF8Buffer { bytes in
            guard rest.starts(with: bytes) else { return false }
            rest = rest.dropFirst(bytes.count)
            return true
        }
    }

    mutating func letters() -> String? {
        let word = rest.prefix { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
        rest = rest.dropFirst(word.count)
        return word.isEmpty ? nil : String(Substring(word))
    }

    mutating func number(digits: Int) -> Int? {
        let word = rest.prefix(digits)
        guard word.count == digits, word.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        rest = rest.dropFirst(digits)
        return word.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// A month's name as 1 to 12.
    mutating func month() -> Int? {
        guard let name = letters(), let index = monthNames.firstIndex(of: name) else { return nil }
        return index + 1
    }

    /// `hh:mm:ss` as seconds since midnight. A leap second is read as the next second.
    mutating func timeOfDay() -> Int? {
        guard let hour = number(digits: 2), hour < 24, skip(":"),
            let minute = number(digits: 2), minute < 60, skip(":"),
            let second = number(digits: 2), second <= 60
        else { return nil }
        return hour * 3_600 + minute * 60 + second
    }
}

private let monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
