import Foundation

/// Instants as text, the way CMP interfaces write them: ISO 8601 in UTC, with milliseconds only where there are any.
///
/// Inside the module an instant is a count of milliseconds since 1970, as in the payloads' own integer fields.
enum InstantText {
    /// Reads `2026-10-30T00:00:00Z`, also with an offset or with a fraction of a second; nil for anything else, above
    /// all for a time without a zone.
    static func milliseconds(_ text: some StringProtocol) -> Int64? {
        // Foundation stops reading where it is content and leaves the rest unread.
        let form = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)/
        let text = String(text)
        guard text.wholeMatch(of: form) != nil else { return nil }
        let date =
            (try? Date(text, strategy: .iso8601))
            ?? (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
        guard let seconds = date?.timeIntervalSince1970, abs(seconds) < 1e11 else { return nil }
        return Int64((seconds * 1_000).rounded())
    }

    /// Writes an instant. By hand, since a page holds some thousand of them and this is twenty times Foundation's speed.
    static func text(_ milliseconds: Int64) -> String {
        let day = floorDivide(milliseconds, 86_400_000)
        let rest = milliseconds - day * 86_400_000
        let date = civilDate(daysSince1970: day)
        let fraction = rest % 1_000
        let time =
            "\(padded(rest / 3_600_000, 2)):\(padded(rest / 60_000 % 60, 2)):\(padded(rest / 1_000 % 60, 2))"
        return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))T\(time)"
            + (fraction == 0 ? "Z" : ".\(padded(fraction, 3))Z")
    }

    /// The digits of a number that is not negative, with zeros in front.
    static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    /// The proleptic Gregorian date of a day, by counting in years that begin in March, so that the leap day comes last.
    private static func civilDate(daysSince1970: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let days = daysSince1970 + 719_468
        let era = floorDivide(days, 146_097)
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
            month,
            dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        )
    }

    private static func floorDivide(_ dividend: Int64, _ divisor: Int64) -> Int64 {
        let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
