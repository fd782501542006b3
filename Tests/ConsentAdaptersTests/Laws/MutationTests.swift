import ConsentTranslation
import Testing

@testable import ConsentAdapters

@Suite("Every part of a manifest is missed by a case")
struct MutationTests {
    private func laws(
        _ cases: [(payload: String, expect: String)],
        _ manifest: String = Acme.cookie
    ) throws -> AdapterLaws {
        let adapter = try ManifestLoader.load(manifest, file: "acme.yaml")
        return AdapterLaws(
            adapter,
            cases: try cases.enumerated().map { index, item in
                let text = "about: a case\nkind: custom\npayload: '\(item.payload)'\nexpect: \(item.expect)\n"
                return try AdapterCase(text, name: "case-\(index)", file: "case.yaml")
            }
        )
    }

    private func untested(_ laws: AdapterLaws) -> [String] { laws.untestedPlaces.map(\.name) }

    /// Both words and both keys, each by itself.
    private let enough = [
        (payload: "acme=stats=1&ads=0", expect: "{ approved: [aa, ecid, mediaaa], denied: [aam, adcloud] }")
    ]

    @Test("with a case for each word and key nothing is untested")
    func complete() throws {
        #expect(untested(try laws(enough)) == [])
    }

    @Test("a word that no case has is told, and one whose state no case expects")
    func words() throws {
        let grants = [(payload: "acme=stats=1&ads=1", expect: "{ approved: [aa, ecid, mediaaa, aam, adcloud] }")]
        #expect(untested(try laws(grants)) == ["record.decisions[0].states.0"])
        let blind = grants + [(payload: "acme=other=0", expect: "{}")]
        let places = try laws(blind).untestedPlaces
        #expect(places.map(\.name) == ["record.decisions[0].states.0"])
        #expect(places.first?.message == "no case notices if it is read as granted")
        #expect(places.first?.line == 10)
        let seeing = grants + [(payload: "acme=other=0", expect: "{ decisions: { other: denied } }")]
        #expect(untested(try laws(seeing)) == [])
    }

    @Test(
        "what is optional and never needed is told with its place",
        arguments: [
            ("purposes: { stats", "purposes: { more: [social], stats", "mapping.purposes.more"),
            ("ads: [advertising] }", "ads: [advertising, sale_or_sharing] }", "mapping.purposes.ads[1]"),
            ("decisions:\n", "gpc: { at: consent.gpc, \"true\": \"1\" }\n  decisions:\n", "record.gpc"),
            ("kind: category, states", "kind: category, optional: true, states", "record.decisions[0].optional"),
            (
                "- query_string: {}",
                "- first_of: [[{ query_string: {} }], [{ url_decode: {} }, { query_string: {} }]]",
                "decoders.consent[0].first_of[0]"
            ),
        ]
    )
    func places(old: String, new: String, place: String) throws {
        let manifest = Acme.cookie.replacing(old, with: new)
        #expect(manifest != Acme.cookie)
        let places = untested(try laws(enough, manifest))
        #expect(places.contains(place), "\(places)")
    }

    @Test("`necessary` and empty sections say nothing that could be missed")
    func silent() throws {
        let manifest = Acme.cookie.replacing("stats: [analytics]", with: "base: [necessary], stats: [analytics]")
        #expect(untested(try laws(enough, manifest)) == [])
        let empty = Acme.cookie.replacing("{ stats: [analytics], ads: [advertising] }", with: "{}")
        #expect(
            untested(try laws([(payload: "acme=a=1&b=0", expect: "{ decisions: { a: granted, b: denied } }")], empty))
                == []
        )
    }

    @Test("an excuse covers its place and what is in it; one that is not needed is told")
    func excuses() throws {
        let excused =
            Acme.cookie.replacing("decisions:\n", with: "gpc: { at: consent.gpc, \"true\": \"1\" }\n  decisions:\n")
            + "\ntests:\n  untested:\n    record.gpc: made up\n    mapping: made up\n"
        let laws = try laws(enough, excused)
        #expect(untested(laws) == [])
        #expect(laws.idleExcuses == ["mapping"])
        #expect(
            laws.breaches(of: .mutation, effort: .quick).map(\.message) == [
                "tests.untested excuses mapping, which is tested or is not there"
            ]
        )
    }

    @Test("what is taken over from another manifest is tested there")
    func extending() throws {
        let shop = """
            manifest: "1"
            extends: acme
            adapter: { id: shop }
            mapping: { purposes: { ads: [social] } }
            """
        let adapter = try ManifestLoader.load(shop, file: "shop.yaml") { _ in (text: Acme.cookie, file: "acme.yaml") }
        let item = try AdapterCase(
            "about: x\nkind: custom\npayload: acme=stats=1\nexpect: { approved: [aa, ecid, mediaaa] }\n",
            name: "x",
            file: "x.yaml"
        )
        #expect(AdapterLaws(adapter, cases: [item]).untestedPlaces.map(\.name) == ["mapping.purposes.ads"])
    }

    @Test("while a case fails nothing is judged: what it notices says nothing")
    func failing() throws {
        #expect(untested(try laws([(payload: "acme=stats=1", expect: "{ denied: [aa] }")])) == [])
    }
}
