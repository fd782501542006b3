import Foundation
import Testing

@testable import ConsentTesting

@Suite("Instants as text")
struct InstantTextTests {
    @Test(
        "are written in UTC, with milliseconds where there are any",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59.999Z"), (951_782_400_000, "2000-02-29T00:00:00Z"),
            (1_793_318_400_250, "2026-10-30T00:00:00.250Z"), (4_107_542_399_000, "2100-02-28T23:59:59Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00Z"),
        ]
    )
    func written(milliseconds: Int64, text: String) {
        #expect(InstantText.text(milliseconds) == text)
        #expect(InstantText.milliseconds(text) == milliseconds)
    }

    @Test("are read with an offset, and not without a zone or with anything behind")
    func read() {
        #expect(InstantText.milliseconds("2026-10-30T01:00:00+01:00") == 1_793_318_400_000)
        for text in [
            "", "2026-10-30", "2026-10-30T00:00:00", "2026-10-30T00:00:00Zx", "2026-13-30T00:00:00Z", "yesterday",
        ] {
            #expect(InstantText.milliseconds(text) == nil, "\(text)")
        }
    }

    @Test("agree with Foundation over a century of days")
    func differential() {
        for day in stride(from: Int64(-10_000), to: 30_000, by: 7) {
            let seconds = day * 86_400 + 12_345
            let expected = Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(.iso8601)
            #expect(InstantText.text(seconds * 1_000) == expected)
        }
    }
}
