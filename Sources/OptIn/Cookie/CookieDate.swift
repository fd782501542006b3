/// Dates as cookies have them: `Fri, 14 Feb 2025 05:13:20 GMT`.
enum CookieDate {
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// The date of a time in milliseconds since 1970, within the dates of JavaScript.
    static func text(of time: Int64) -> String {
        let (days, rest) = floorDivision(time, 86_400_000)
        let seconds = Int(rest / 1_000)
        let date = civil(days)
        let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map(twoDigits).joined(separator: ":")
        let weekday = weekdays[Int(floorDivision(days, 7).rest)]
        return "\(weekday), \(twoDigits(date.day)) \(months[date.month - 1]) \(year(date.year)) \(clock) GMT"
    }

    /// The time that a browser reads from the date: the date has no milliseconds.
    static func wholeSeconds(of time: Int64) -> Int64 {
        time - floorDivision(time, 1_000).rest
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : String(number)
    }

    private static func year(_ year: Int) -> String {
        let digits = String(year.magnitude)
        return (year < 0 ? "-" : "") + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    private static func floorDivision(_ number: Int64, _ divisor: Int64) -> (quotient: Int64, rest: Int64) {
        let rest = (number % divisor + divisor) % divisor
        return ((number - rest) / divisor, rest)
    }

    /// The proleptic Gregorian day so many days after 1970-01-01, counted in eras of 400 years from March on, so that a
    /// leap day is the last of its year.
    private static func civil(_ days: Int64) -> (year: Int, month: Int, day: Int) {
        let (era, rest) = floorDivision(days + 719_468, 146_097)
        let dayOfEra = Int(rest)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        return (
            year: yearOfEra + Int(era) * 400 + (month >= 10 ? 1 : 0),
            month: month < 10 ? month + 3 : month - 9,
            day: dayOfYear - (153 * month + 2) / 5 + 1
        )
    }
}
