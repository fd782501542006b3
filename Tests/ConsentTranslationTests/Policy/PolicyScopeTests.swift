import ConsentTranslation
import Testing

@Suite("The records that Opt-In applies to")
struct PolicyScopeTests {
    private typealias Region = ConsentRecord.Region

    @Test(
        "a record is outside only if it tells everything that is asked and nothing of it matches",
        arguments: [
            (["gdpr"], [], "gdpr", nil, true),
            (["gdpr"], [], "usnat", nil, false),
            (["gdpr"], [], nil, Region(country: "US"), true),
            ([], ["EEA"], "usnat", Region(country: "AT"), true),
            ([], ["EEA"], nil, Region(country: "GB"), false),
            ([], ["GB", "EEA"], nil, Region(country: "GB"), true),
            ([], ["EEA"], "usnat", nil, true),
            ([], ["US-CA"], nil, Region(country: "US", subdivision: "ca"), true),
            ([], ["US-CA"], nil, Region(country: "US", subdivision: "TX"), false),
            ([], ["US-CA"], nil, Region(country: "US"), true),
            ([], ["US-CA"], nil, Region(country: "CA"), false),
            (["gdpr"], ["EEA"], "usnat", Region(country: "AT"), true),
            (["gdpr"], ["EEA"], "gdpr", Region(country: "US"), true),
            (["gdpr"], ["EEA"], "usnat", Region(country: "US"), false),
            (["gdpr"], ["EEA"], "usnat", nil, true),
            (["gdpr"], ["EEA"], nil, Region(country: "US"), true),
        ] as [([String], [String], String?, ConsentRecord.Region?, Bool)]
    )
    func scope(_ laws: [String], _ regions: [String], _ law: String?, _ region: ConsentRecord.Region?, _ applies: Bool)
    {
        var record = ConsentRecord(adapter: "acme")
        record.regulation = law
        record.region = region
        var policy = Policy()
        policy.applies = .within(Policy.Scope(regulations: Set(laws), regions: Set(regions)))
        #expect(policy.applies(to: record) == applies)
    }

    @Test("a region is a country, a part of one, or the European Economic Area")
    func words() {
        for text in ["AT", "US-CA", "GB-ENG", "FR-75", "EEA"] { #expect(Policy.Scope.isRegion(text), "\(text)") }
        for text in ["", "at", "AUT", "EU-", "US-CALI", "US-ca", "US-CA-1", "EFTA"] {
            #expect(!Policy.Scope.isRegion(text), "\(text)")
        }
    }
}
