/// A moment in the two ways in which exports write it.
struct ExportTime: Sendable {
    private let days: Int64
    private let secondOfDay: Int64
    private let millisecond: Int64

    /// The years 1970 to 9999, which both forms can write with four digits.
    private static let range: ClosedRange<Int64> = 0...253_402_300_799_999

    /// A moment; one outside of 1970 to 9999 is moved to the nearer end.
    init(milliseconds: Int64) {
        let bounded = min(max(milliseconds, Self.range.lowerBound), Self.range.upperBound)
        days = bounded / 86_400_000
        secondOfDay = bounded / 1_000 % 86_400
        millisecond = bounded % 1_000
    }

    /// `2026-03-02T09:15:04Z`, with milliseconds only where there are some.
    var iso8601: String {
        let date = civilDate
        let fraction = millisecond == 0 ? "" : "." + Self.padded(millisecond, 3)
        return "\(Self.padded(date.year, 4))-\(Self.padded(date.month))-\(Self.padded(date.day))T\(clock)\(fraction)Z"
    }

    /// `Mon, 02 Mar 2026 09:15:04 GMT` (RFC 9110 section 5.6.7), as JavaScript's `toUTCString` writes it.
    var httpDate: String {
        let date = civilDate
        // 1970-01-01 was a Thursday.
        let weekday = Self.weekdays[Int((days + 4) % 7)]
        let month = Self.months[Int(date.month - 1)]
        return "\(weekday), \(Self.padded(date.day)) \(month) \(Self.padded(date.year, 4)) \(clock) GMT"
    }

    private var clock: String {
        [secondOfDay / 3_600, secondOfDay / 60 % 60, secondOfDay % 60].map { Self.padded($0) }.joined(separator: ":")
    }

    /// The Gregorian date. Counted in years that begin with March, the leap day is the last of its year.
    private var civilDate: (year: Int64, month: Int64, day: Int64) {
        let sinceMarch = days + 719_468
        let dayOfEra = sinceMarch % 146_097
        let leapsPassed = dayOfEra / 1_460 - dayOfEra / 36_524 + dayOfEra / 146_096
        let yearOfEra = (dayOfEra - leapsPassed) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (sinceMarch / 146_097 * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day)
    }

    private static func padded(_ number: Int64, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
