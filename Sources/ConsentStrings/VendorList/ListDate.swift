/// The dates of vendor and CMP lists: ISO 8601, of which the day counts, in UTC.
enum ListDate {
    private static let millisecondsPerDay: Int64 = 86_400_000

    /// Whether the day of a date has begun at a time in milliseconds since 1970; true for what is no date.
    static func hasPassed(_ date: String, at milliseconds: Int64) -> Bool {
        days(date).map { $0 * millisecondsPerDay <= milliseconds } ?? true
    }

    /// Days since 1970-01-01 of `YYYY-MM-DD`, alone or with a time behind `T`; nothing for other text.
    private static func days(_ date: String) -> Int64? {
        let text = Array(date.utf8)
        guard text.count >= 10, text.count == 10 || text[10] == UInt8(ascii: "T"),
            text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            let year = number(text[0..<4]), let month = number(text[5..<7]), let day = number(text[8..<10]),
            (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        // Years counted from March have the leap day at their end.
        let marchYear = month > 2 ? year : year - 1
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return 365 * marchYear + marchYear / 4 - marchYear / 100 + marchYear / 400 + dayOfYear - 719_468
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        var value: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int64(digit) - 0x30
        }
        return value
    }
}
