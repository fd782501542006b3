import ConsentTranslation
import Foundation
import Testing

@Suite("Times")
struct InstantTests {
    @Test(
        "every ISO 8601 form that CMPs write is read",
        arguments: [
            ("2026-03-02T09:15:04.127Z", 1_772_442_904_127),
            ("2026-03-02T09:15:04Z", 1_772_442_904_000),
            ("2026-03-02 09:15:04Z", 1_772_442_904_000),
            ("2026-03-02T09:15Z", 1_772_442_900_000),
            ("2026-03-02", 1_772_409_600_000),
            ("2026-03-02T09:15:04,5Z", 1_772_442_904_500),
            ("2026-03-02T09:15:04.1279999Z", 1_772_442_904_127),
            ("2026-03-02T09:15:04.1Z", 1_772_442_904_100),
            ("1970-01-01T00:00:00Z", 0),
            ("1969-12-31T23:59:59.999Z", -1),
            ("0001-01-01", -62_135_596_800_000),
            ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
        ] as [(String, Int64)]
    )
    func forms(text: String, milliseconds: Int64) {
        #expect(Instant(iso8601: text)?.milliseconds == milliseconds)
    }

    @Test(
        "a zone is a colon form, a form without colon, or hours alone; without one the time is UTC",
        arguments: [
            "2026-03-02T10:15:04+01:00", "2026-03-02T10:15:04+0100", "2026-03-02T10:15:04+01", "2026-03-02T09:15:04",
            "2026-03-01T22:45:04-10:30", "2026-03-03T09:14:04+23:59", "2026-03-02T09:15:04-00:00",
        ]
    )
    func zones(text: String) {
        #expect(Instant(iso8601: text)?.milliseconds == 1_772_442_904_000)
    }

    @Test("a leap second counts as the second before it")
    func leapSecond() {
        #expect(Instant(iso8601: "2016-12-31T23:59:60Z") == Instant(iso8601: "2016-12-31T23:59:59Z"))
    }

    @Test(
        "29 February is a day in leap years only",
        arguments: [(2024, true), (2023, false), (2000, true), (1900, false), (2100, false), (2400, true)]
    )
    func leapYears(year: Int, isLeap: Bool) {
        #expect((Instant(iso8601: "\(year)-02-29") != nil) == isLeap)
    }

    @Test(
        "nothing else is a time",
        arguments: [
            "", " ", "yesterday", "2026", "2026-03", "2026-3-2", "26-03-02", "20260302", "2026-13-01", "2026-00-10",
            "2026-04-31", "2026-01-00", "0000-01-01", "+2026-01-01", "-001-01-01", "2026-03-02T",
            "2026-03-02T24:00:00Z",
            "2026-03-02T09:60:00Z", "2026-03-02T09:15:61Z", "2026-03-02T9:15:04Z", "2026-03-02T09Z",
            "2026-03-02T09:15:04.Z", "2026-03-02T09:15:04ZZ", "2026-03-02T09:15:04Z ", " 2026-03-02",
            "2026-03-02T09:15:04+1", "2026-03-02T09:15:04+24:00", "2026-03-02T09:15:04+01:60",
            "2026-03-02T09:15:04+01:", "2026-03-02T09:15:04+01:0", "2026-03-02Z", "2026-03-02T09:15:04 UTC",
            "２０２６-０３-０２", "2026-03-02T０９:15:04Z", "٢٠٢٦-٠٣-٠٢", "2026‐03‐02", "1772442904127",
            "2026-03-02T09:15:04\u{0}", "2026-03-02\n",
        ]
    )
    func nonsense(text: String) {
        #expect(Instant(iso8601: text) == nil)
    }

    @Test(
        "a zone that leads out of the years 1 to 9999 makes no time",
        arguments: ["0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01"]
    )
    func zoneBeyondTheCalendar(text: String) {
        #expect(Instant(iso8601: text) == nil)
    }

    @Test("what is written is read as the same moment, at any time of the years 1 to 9999")
    func roundTrip() {
        var random = RepeatableRandom(seed: 0x1D)
        for _ in 0..<20_000 {
            let instant = Instant(
                milliseconds: Int64.random(in: -62_135_596_800_000...253_402_300_799_999, using: &random)
            )
            #expect(Instant(iso8601: instant.iso8601) == instant, "\(instant.iso8601), \(random)")
        }
    }

    @Test("what is written is what Foundation writes, second by second")
    func likeFoundation() {
        var random = RepeatableRandom(seed: 0x1E)
        for _ in 0..<2_000 {
            let seconds = Int64.random(in: -2_000_000_000...8_000_000_000, using: &random)
            let theirs = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
            #expect(Instant(milliseconds: seconds * 1_000).iso8601 == theirs, "\(random)")
        }
    }

    @Test("milliseconds are written only where there are some")
    func writing() {
        #expect(Instant(milliseconds: 1_772_442_904_007).iso8601 == "2026-03-02T09:15:04.007Z")
        #expect(Instant(milliseconds: 1_772_442_904_000).iso8601 == "2026-03-02T09:15:04Z")
        #expect(Instant(milliseconds: -1).iso8601 == "1969-12-31T23:59:59.999Z")
    }

    @Test("no moment is too far away to be written or reckoned with", arguments: [Int64.min, Int64.max])
    func extremes(milliseconds: Int64) {
        let instant = Instant(milliseconds: milliseconds)
        #expect(!instant.iso8601.isEmpty)
        _ = instant.subtracting(months: 13)
        _ = instant.subtracting(months: -13)
    }

    @Test(
        "so many months earlier is the same day, or the last one of a shorter month",
        arguments: [
            ("2026-11-24T12:34:56.789Z", 13, "2025-10-24T12:34:56.789Z"),
            ("2026-03-31T10:00:00Z", 1, "2026-02-28T10:00:00Z"),
            ("2024-03-31T10:00:00Z", 1, "2024-02-29T10:00:00Z"),
            ("2024-02-29T00:00:00Z", 12, "2023-02-28T00:00:00Z"),
            ("2025-02-28T00:00:00Z", 12, "2024-02-28T00:00:00Z"),
            ("2026-01-15T23:59:59Z", 1, "2025-12-15T23:59:59Z"),
            ("2026-05-31T00:00:00Z", 6, "2025-11-30T00:00:00Z"),
            ("1970-01-31T00:00:00Z", 2, "1969-11-30T00:00:00Z"),
            ("2026-01-31T00:00:00Z", -1, "2026-02-28T00:00:00Z"),
            ("2026-12-31T00:00:00Z", -2, "2027-02-28T00:00:00Z"),
        ]
    )
    func months(from: String, months: Int, wanted: String) {
        #expect(at(from).subtracting(months: months).iso8601 == wanted)
    }
}
