import ConsentTransport
import Testing

@Suite("Retry-After")
struct RetryAfterTests {
    private static let now = UnixTime(seconds: 784_111_777)
    private static let day = Duration.seconds(86_400)

    static let waits: [(String, UnixTime?, Duration?)] = [
        ("0", nil, .zero), ("120", nil, .seconds(120)), (" 7\t", nil, .seconds(7)), ("007", nil, .seconds(7)),
        ("86400", nil, day), ("86401", nil, day), ("315360000", nil, day),
        ("99999999999999999999999999", nil, day), ("-1", nil, nil), ("1.5", nil, nil), ("+1", nil, nil), ("", nil, nil),
        ("soon", nil, nil), ("1, 2", nil, nil), ("١", nil, nil),
        ("Sun, 06 Nov 1994 08:50:37 GMT", nil, .seconds(60)), ("Sunday, 06-Nov-94 08:50:37 GMT", nil, .seconds(60)),
        ("Sun Nov  6 08:50:37 1994", nil, .seconds(60)), ("Sun, 06 Nov 1994 08:48:37 GMT", nil, .zero),
        ("Sun, 06 Nov 2094 08:49:37 GMT", nil, day), ("Thu, 01 Jan 1970 00:00:00 GMT", nil, .zero),
        // The server's clock is an hour slow and an hour fast: what counts is the difference to its own date.
        ("Sun, 06 Nov 1994 07:50:37 GMT", UnixTime(seconds: 784_111_777 - 3_600), .seconds(60)),
        ("Sun, 06 Nov 1994 09:50:37 GMT", UnixTime(seconds: 784_111_777 + 3_600), .seconds(60)),
        ("60", UnixTime(seconds: 0), .seconds(60)),
    ]

    @Test(
        "both forms are read, a date against the server's own, and nothing beyond a day is believed",
        arguments: waits
    )
    func reads(_ text: String, _ responseDate: UnixTime?, _ expected: Duration?) {
        let parsed = RetryAfter.parse(text, now: Self.now)
        #expect(parsed?.wait(now: Self.now, responseDate: responseDate) == expected)
    }
}
