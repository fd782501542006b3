import ConsentAdapters
import ConsentTranslation
import OptIn
import Testing

/// Everything that a manifest goes through, with an adapter that is a Swift type.
@Suite("A hand-written adapter takes the same road as a manifest")
struct HandWrittenAdapterTests {
    private let payload = "pebble1|2026-03-02T09:15:04Z|stats+ads-|"
    private let now = at("2026-11-24T00:00:00Z")

    private func registry() throws -> AdapterRegistry {
        let folder = try TemporaryFolder()
        try folder.write(Acme.cookie, to: "acme/adapter.yaml")
        var registry = AdapterRegistry(folder: folder.path)
        try registry.register(PebbleAdapter())
        return registry
    }

    @Test("it is detected by its payload and translated")
    func translate() throws {
        let translator = Translator(registry: try registry(), policy: Policy(), now: now)
        let found = try translator.translate(payload)
        #expect(found.adapter?.id == "pebble")
        #expect(found.detection?.reason == "it decodes")
        #expect(found.outcome.permissions.approved == CategorySet([.aa, .mediaaa, .ecid]))
        #expect(found.outcome.permissions.denied == CategorySet([.aam, .adcloud]))
        let named = try translator.translate(payload, with: "pebble")
        #expect(named.detection == nil)
        #expect(named.outcome == found.outcome)
        #expect(try translator.translate("acme=stats=0").adapter?.id == "acme")
    }

    @Test("a policy refers to its keys by its id and its vendor")
    func policy() throws {
        let file = try PolicyFile(
            "policy: { categories: { target: { any: [\"pebble:stats\"] } } }",
            file: "policy.yaml"
        )
        let translator = Translator(registry: try registry(), policy: file.policy, now: now)
        #expect(try translator.translate(payload).outcome.permissions[.target] == .approved)
    }

    private func adapterCase(_ payload: String, _ expect: String) throws -> AdapterCase {
        let text = "about: a case\nkind: custom\npayload: '\(payload)'\nexpect: { \(expect) }\n"
        return try AdapterCase(text, name: "case", file: "case.yaml")
    }

    @Test("its cases are read and run like those of a manifest")
    func cases() throws {
        let right = try adapterCase(
            payload,
            "approved: [aa, mediaaa, ecid], denied: [aam, adcloud], decisions: { stats: granted, ads: denied }, "
                + "explicit: true, decided_at: 2026-03-02T09:15:04Z"
        )
        #expect(right.differences(with: PebbleAdapter()) == [])
        let broken = try adapterCase("pebble1|yesterday|stats+|", "error: invalidTime")
        #expect(broken.differences(with: PebbleAdapter()) == [])
    }

    @Test("a case that fails says what was wanted and what came")
    func failingCases() throws {
        let wrong = try adapterCase(
            payload,
            "approved: [aa], denied: [target], decisions: { stats: denied, looks: none }, explicit: false, "
                + "decided_at: 2026-03-02"
        )
        #expect(
            wrong.differences(with: PebbleAdapter()).map(\.description) == [
                "aam: wanted undecided, got denied", "adcloud: wanted undecided, got denied",
                "ecid: wanted undecided, got approved", "target: wanted denied, got undecided",
                "mediaaa: wanted undecided, got approved", "decisions ads: wanted nothing, got denied",
                "decisions looks: wanted none, got nothing", "decisions stats: wanted denied, got granted",
                "explicit: wanted false, got true",
                "decided_at: wanted 2026-03-02T00:00:00Z, got 2026-03-02T09:15:04Z",
            ]
        )
        let noError = try adapterCase(payload, "error: malformed")
        #expect(
            noError.differences(with: PebbleAdapter()).map(\.description) == ["error: wanted malformed, got a record"]
        )
        let otherError = try adapterCase("pebble1|", "error: conflict")
        #expect(
            otherError.differences(with: PebbleAdapter()).first?.description.hasPrefix(
                "error: wanted conflict, got malformed ("
            ) == true
        )
        let unexpected = try adapterCase("pebble1|", "approved: [aa]")
        #expect(
            unexpected.differences(with: PebbleAdapter()).first?.description.hasPrefix(
                "error: wanted a record, got malformed"
            ) == true
        )
    }

    @Test("the law of truncation holds for it, and finds an adapter that breaks it")
    func truncation() throws {
        let item = try adapterCase("pebble1|2026-03-02T09:15:04Z|stats+stats-|", "denied: [aa]")
        #expect(AdapterLaws(PebbleAdapter(), cases: [item]).breaches(of: .truncation, effort: .quick) == [])
        // Without the closing bar a cut can take the denial off and leave the grant.
        let open = try adapterCase("open|stats+stats-", "denied: [aa]")
        let breaches = AdapterLaws(OpenAdapter(), cases: [open]).breaches(of: .truncation, effort: .quick)
        let message = try #require(breaches.first).message
        #expect(message.contains("mediaaa") && message.contains("cut after"))
    }
}

/// An adapter with a format that cannot tell a cut payload from a whole one.
private struct OpenAdapter: ConsentAdapter {
    let descriptor = PebbleAdapter().descriptor
    let mapping = PebbleAdapter().mapping

    func decode(_ item: RawItem) throws(TranslationError) -> [ConsentRecord] {
        guard case .text(let text) = item.payload, text.hasPrefix("open|") else {
            throw TranslationError(.noInput, "This is no open text.")
        }
        let closed = "pebble1|2026-03-02T09:15:04Z|\(text.dropFirst(5))|"
        var records = try PebbleAdapter().decode(RawItem(text: closed))
        // The last word counts.
        records[0].decisions = Array(records[0].decisions.suffix(1))
        return records
    }
}
