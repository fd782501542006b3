import ConsentTranslation
import OptIn
import Testing

@testable import ConsentAdapters

@Suite("Where a CMP lists what an account asks people for")
struct DiscoveryTests {
    @Test("a listing is a stream with the way to its keys and names")
    func loading() throws {
        let manifest = Acme.api().replacing(
            "inputs:",
            with: """
                discover:
                  - path: "/t/${config.tenant}/purposes"
                    paginate: { page_size: { query: size, value: 20 }, offset: { query: skip } }
                    items: data
                    key: id
                    label: texts.name
                  - { path: /vendors, items: "[*]", key: code, lists: vendor }
                inputs:
                """
        )
        let found = try Acme.source(manifest).discoveries
        #expect(found.map(\.kind) == [.purpose, .vendor])
        #expect(found.map(\.key.text) == ["id", "code"] && found.map(\.label?.text) == ["texts.name", nil])
        let plan = try found[0].stream.request(
            for: StreamPosition.Page.ofSubject,
            connection: Acme.connection
        )
        #expect(plan.url == "https://cmp.example.com/t/shop/purposes?size=20&skip=0")
        let one = try found[0].stream.smallest.request(for: .ofSubject, connection: Acme.connection)
        #expect(one.url == "https://cmp.example.com/t/shop/purposes?size=1&skip=0")
    }

    @Test("a stream without a page size is its own smallest")
    func smallest() throws {
        let stream = try Acme.source().stream(named: "subject")
        #expect(stream.smallest == stream)
    }
}

@Suite("A policy to begin with")
struct PolicySkeletonTests {
    private func skeleton(_ items: [PolicySkeleton.Item], vendor: String = "Acme") -> PolicySkeleton {
        PolicySkeleton(
            adapter: AdapterDescriptor(
                id: "acme-api",
                version: "1.0.0",
                vendor: vendor,
                title: "Acme",
                status: .beta,
                capabilities: [.payload]
            ),
            mapping: AdapterMapping(
                owners: ["acme", "acme-api"],
                purposes: ["stats": [.analytics], "Ads": [.advertising], "mail*": [.email]]
            ),
            items: items
        )
    }

    private func lint(_ text: String) throws -> [Diagnostic] {
        let folder = try TemporaryFolder()
        try folder.write(Acme.cookie, to: "acme/adapter.yaml")
        let registry = AdapterRegistry(folder: folder.path)
        return try PolicyLint.findings(in: text, file: "policy.yaml", registry: registry)
    }

    @Test("it has the bridge's rules for what occurs, by key, label and beginning, and a remark for the rest")
    func rules() throws {
        let text = skeleton([
            PolicySkeleton.Item(key: "stats", kind: .purpose),
            PolicySkeleton.Item(key: "a1", label: "Ads", kind: .purpose),
            PolicySkeleton.Item(key: "mail_weekly", kind: .purpose), PolicySkeleton.Item(key: "chat", kind: .purpose),
            PolicySkeleton.Item(key: "chat", label: "again", kind: .purpose),
        ]).text
        let lines = text.split(separator: "\n").map(String.init)
        for line in [
            "# purpose  a1 (Ads)     advertising", "# purpose  chat         nothing yet", "# \"acme:chat\"", "policy:",
            "    aa: { any: [analytics] }", "    aam: { all: [advertising] }", "    campaign: { any: [email] }",
            "    ecid: { any_category: [aa, aam, adcloud] }",
            "    # Left alone, since nothing above speaks for them: livefyre, target",
        ] {
            #expect(lines.contains(line), "\(line)\n\(text)")
        }
        #expect(try lint(text) == [])
        let policy = try PolicyFile(text, file: "policy.yaml").policy
        #expect(Set(try #require(policy.categories).keys) == [.aa, .aam, .adcloud, .campaign, .ecid, .mediaaa])
    }

    @Test("where nothing means anything yet it decides nothing, and is a policy all the same")
    func nothing() throws {
        let text = skeleton([PolicySkeleton.Item(key: "x\ny: {", label: "line\r\nbreak # \"", kind: .vendor)]).text
        #expect(try lint(text) == [])
        #expect(try PolicyFile(text, file: "policy.yaml").policy.categories?.isEmpty ?? true)
        #expect(try lint(skeleton([]).text) == [])
    }
}
