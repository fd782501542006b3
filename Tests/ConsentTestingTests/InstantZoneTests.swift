import ConsentTranslation
import Testing

@testable import ConsentTesting

@Suite("Instants that must name their zone")
struct InstantZoneTests {
    @Test(
        "are read with Z or an offset",
        arguments: ["2026-10-30T00:00:00Z", "2026-10-30T01:00:00+01:00", "2026-10-29T20:00:00.000-0400"]
    )
    func zoned(text: String) {
        #expect(Instant(zoned: text) == Instant(milliseconds: 1_793_318_400_000))
    }

    @Test(
        "are not read without one, nor with anything behind",
        arguments: [
            "", "2026-10-30", "2026-10-30Z", "2026-10-30T00:00:00", "2026-10-30T00:00:00Zx", "2026-13-30T00:00:00Z",
            "yesterday", "TZ",
        ]
    )
    func zoneless(text: String) {
        #expect(Instant(zoned: text) == nil)
    }
}
