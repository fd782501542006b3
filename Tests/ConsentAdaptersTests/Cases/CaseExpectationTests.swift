import ConsentAdapters
import ConsentTranslation
import OptIn
import Testing

@Suite("What a case can expect")
struct CaseExpectationTests {
    /// A record with everything in it.
    private static let record: ConsentRecord = {
        var record = ConsentRecord(
            adapter: "acme",
            subjects: [SubjectID(namespace: "acme.id", id: "4711"), SubjectID(namespace: "ecid", id: "12")],
            decisions: [
                Decision(kind: .purpose, key: "1", label: "Stats", state: .granted, changedAt: at("2026-01-01")),
                Decision(kind: .vendor, key: "1", state: .denied, expiresAt: at("2027-01-01")),
                Decision(kind: .category, key: "ads", state: .none),
            ]
        )
        record.recordID = "r1"
        record.explicitness = .implicit
        record.decidedAt = at("2026-03-02T09:15:04.127Z")
        record.expiresAt = at("2027-03-02")
        record.regulation = "gdpr"
        record.gdprApplies = true
        record.gpc = false
        record.region = ConsentRecord.Region(country: "US", subdivision: "CA")
        record.undecidedBecause = "no choice"
        record.strings = ConsentRecord.Strings(tcf: "C", ac: "1~", gpp: "DB", usp: "1YNN")
        return record
    }()

    private static let everything = """
        decisions: { purpose 1: granted, vendor 1: denied, ads: none }
          labels: { purpose 1: Stats }
          changed: { purpose 1: 2026-01-01 }
          ends: { vendor 1: "2027-01-01T00:00:00Z" }
          undecided: no choice
          explicit: false
          decided_at: 2026-03-02T10:15:04.127+01:00
          expires_at: 2027-03-02
          subjects: [acme.id 4711, ecid 12]
          record_id: r1
          gpc: false
          gdpr_applies: true
          region: US-CA
          regulation: gdpr
          strings: { tcf: C, ac: 1~, gpp: DB, usp: 1YNN }
        """

    private func differences(_ expect: String, _ outcome: CaseOutcome) throws -> [String] {
        let text = "about: a case\nkind: custom\npayload: x\nexpect:\n  \(expect)\n"
        return try AdapterCase(text, name: "case", file: "case.yaml").differences(from: outcome).map(\.description)
    }

    private let read = CaseOutcome.read([record], .undecided)

    @Test("every field of a record")
    func everyField() throws {
        #expect(try differences(Self.everything, read) == [])
        let written = CaseExpectation(read)
        #expect(
            written.fields.count == CaseExpectation.Field.allCases.count - 4,
            "all but error, records and categories"
        )
    }

    @Test(
        "a field that came out otherwise is told with what was wanted and what came",
        arguments: [
            ("labels: { purpose 1: Ads }", "labels purpose 1: wanted Ads, got Stats"),
            ("ends: {}", "ends vendor 1: wanted nothing, got 2027-01-01T00:00:00Z"),
            ("undecided: other", "undecided: wanted other, got no choice"),
            ("explicit: untold", "explicit: wanted untold, got false"),
            ("subjects: [ecid 12]", "subjects: wanted ecid 12, got acme.id 4711, ecid 12"),
            ("record_id: r2", "record_id: wanted r2, got r1"),
            ("gpc: true", "gpc: wanted true, got false"),
            ("region: AT", "region: wanted AT, got US-CA"),
            ("strings: { tcf: D, ac: 1~, gpp: DB, usp: 1YNN }", "strings tcf: wanted D, got C"),
            ("records: 2", "records: wanted 2, got 1"),
            ("approved: [aa]", "aa: wanted approved, got undecided"),
            ("error: malformed", "error: wanted malformed, got a record"),
        ]
    )
    func differs(expect: String, told: String) throws {
        #expect(try differences(expect, read) == [told])
    }

    @Test("a refused payload where a record was wanted is told with the reason")
    func refused() throws {
        let outcome = CaseOutcome.refused(TranslationError(.missing, "There is no time.", path: "time"))
        #expect(
            try differences("approved: [aa]", outcome) == [
                "error: wanted a record, got missing (There is no time. (at time))"
            ]
        )
        #expect(try differences("error: missing", outcome) == [])
    }

    @Test("a case that does not say yet what must come of it is read, and fails")
    func draft() throws {
        let folder = try TemporaryFolder()
        try folder.write("about: a case\nkind: custom\npayload: x\n", to: "cases/b.yaml")
        try folder.write("about: a case\nkind: custom\npayload: x\nexpect: {}\n", to: "cases/b-2.yaml")
        let cases = try AdapterCase.cases(in: "\(folder.path)/cases")
        #expect(cases.map(\.name) == ["b", "b-2"])
        #expect(cases.map { $0.differences(from: read).map(\.field) } == [["expect"], []])
        #expect(throws: DiagnosticsError.self) {
            try AdapterCase("about: a case\nkind: custom\npayload: x\n", name: "b", file: "b.yaml")
        }
    }
}
