import ConsentTransport
import Testing

@Suite("HTTP dates")
struct HTTPDateTests {
    private let now = UnixTime(seconds: 1_780_000_000)

    static let dates: [(String, Int64)] = [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
        ("Sun Nov  6 08:49:37 1994", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Thu Jan  1 00:00:00 1970", 0), ("Tue, 29 Feb 2000 23:59:60 GMT", 951_868_800),
        ("Wed, 31 Dec 1969 23:59:59 GMT", -1), ("Wed, 16 Nov 2094 08:49:37 GMT", 3_940_735_777),
        ("Tuesday, 16-Nov-27 08:49:37 GMT", 1_826_354_977), ("Tue Nov 16 08:49:37 2027", 1_826_354_977),
        ("Friday, 31-Dec-99 23:59:59 GMT", 946_684_799), ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
        // 2076 is 50 years ahead of 2026, 2077 would be 51 and so is 1977.
        ("Monday, 06-Jan-76 00:00:00 GMT", 3_345_494_400), ("Monday, 06-Jan-77 00:00:00 GMT", 221_356_800),
    ]

    static let noDates = [
        "", "now", "Sun", "Sun, 06 Nov 1994", "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 08:49:37 GMT ", "Sun, 30 Feb 1994 08:49:37 GMT",
        "Sun, 29 Feb 1900 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:00 GMT", "Sun, 06 Nov 1994 08:49:61 GMT",
        "Sun, 06 Nov 94 08:49:37 GMT", "Foo, 06 Nov 1994 08:49:37 GMT", "Sun, 06-Nov-94 08:49:37 GMT",
        "Sun Nov 6 08:49:37 1994", "1994-11-06T08:49:37Z", "784111777", "Sun, 06 Nov 1994 08:49:37 GMT\r\n",
    ]

    @Test("each of the three forms is read", arguments: dates)
    func reads(_ text: String, _ seconds: Int64) {
        #expect(HTTPDate.parse(text, now: now)?.seconds == seconds)
    }

    @Test("anything else is no date", arguments: noDates)
    func refuses(_ text: String) {
        #expect(HTTPDate.parse(text, now: now) == nil)
    }

    @Test("time arithmetic saturates instead of trapping")
    func saturation() {
        let end = UnixTime(seconds: .max)
        #expect(end.advanced(by: .seconds(1)) == end)
        #expect(end.duration(since: UnixTime(seconds: .min)) == .seconds(Int64.max))
        #expect(UnixTime(seconds: .min).duration(since: end) == .seconds(Int64.min))
        #expect(UnixTime(seconds: 1).advanced(by: .milliseconds(1)) == UnixTime(seconds: 2))
        _ = HTTPDate.parse("Sunday, 06-Nov-94 08:49:37 GMT", now: end)
        _ = HTTPDate.parse("Sunday, 06-Nov-94 08:49:37 GMT", now: UnixTime(seconds: .min))
    }
}
