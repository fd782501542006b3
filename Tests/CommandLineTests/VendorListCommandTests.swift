import ConsentTesting
import Foundation
import Testing

@Suite("gvl: fetching and showing lists")
struct VendorListCommandTests {
    /// A server with two lists of the same tag, a translation, a CMP list, and a page that is no list.
    static let scenario = """
        scenario: lists
        about: the IAB's lists, made up
        collections: {}
        routes:
          - name: list
            get: /v3/vendor-list.json
            answer: { headers: { ETag: '"v17"' }, json: '\(list)' }
          - name: other
            get: /v3/other.json
            answer: { headers: { ETag: '"v17"' }, json: '\(list.replacing("17", with: "18"))' }
          - name: translation
            get: /v3/purposes-fr.json
            answer: { json: '\(translation)' }
          - name: cmps
            get: /v2/cmp-list.json
            answer: { json: '{"cmps":{"28":{"id":28,"name":"Example","isCommercial":true}}}' }
          - name: page
            get: /page
            answer: { headers: { ETag: '"page"' }, html: '<html></html>' }
        """

    private static let list = """
        {"gvlSpecificationVersion":3,"vendorListVersion":17,"tcfPolicyVersion":4,"purposes":{"1":{"id":1,"name":"Store"},\
        "2":{"id":2,"name":"Basic ads","description":"d"}},"dataCategories":{"1":{"id":1,"name":"IP"}},\
        "stacks":{"2":{"id":2,"name":"Ads","purposes":[2],"specialFeatures":[1]}},\
        "vendors":{"565":{"id":565,"name":"Adobe","purposes":[1],"legIntPurposes":[2],"dataDeclaration":[1],\
        "dataRetention":{"stdRetention":548,"purposes":{"1":180},"specialPurposes":{"1":1096}}},"6":{"id":6,"name":"Six"}}}
        """

    private static let translation = #"{"vendorListVersion":17,"purposes":{"1":{"id":1,"name":"Stocker"}}}"#

    /// A folder, a server, and how to fetch an address of it into `list.json`.
    private func withServer(
        _ body: (ScratchFolder, ScriptedCMP.Running, (String) async throws -> Program.Result) async throws -> Void
    ) async throws {
        let folder = try ScratchFolder()
        let scenario = try Scenario(yaml: Self.scenario, file: "lists.yaml")
        try await ScriptedCMP.run(scenario) { server in
            try await body(folder, server) { path in
                let url = server.baseURL + path
                return try await Program.run(
                    ["gvl", "fetch", "--insecure-test", "--url", url, "--out", "\(folder.path)/list.json"]
                )
            }
        }
    }

    private func contents(_ folder: ScratchFolder, _ name: String) -> String? {
        try? String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8)
    }

    @Test("a list is fetched once; the second time the server is asked whether it changed")
    func unchanged() async throws {
        try await withServer { folder, server, fetch in
            let first = try await fetch("/v3/vendor-list.json")
            #expect(first.status == 0 && first.output.contains("vendor list 17 of specification 3, 2 vendors"))
            #expect(contents(folder, "list.json")?.hasPrefix("{\"gvlSpecificationVersion\":3") == true)
            let second = try await fetch("/v3/vendor-list.json")
            #expect(second.status == 0 && second.output == "\(folder.path)/list.json: unchanged\n")
            #expect(server.log.entries(of: "list").map(\.status) == [200, 304])
        }
    }

    @Test("a tag is not sent to another address, though it be the same there")
    func otherAddress() async throws {
        try await withServer { folder, server, fetch in
            _ = try await fetch("/v3/vendor-list.json")
            let other = try await fetch("/v3/other.json")
            #expect(other.status == 0 && other.output.contains("vendor list 18"))
            #expect(server.log.entries(of: "other").map(\.status) == [200])
            // A tag without an address, as earlier versions wrote it, is not sent either.
            try folder.write("list.json.etag", "\"v17\"\n")
            #expect(try await fetch("/v3/other.json").output.contains("vendor list 18"))
            #expect(try await fetch("/v3/other.json").output.contains("unchanged"))
        }
    }

    @Test("a damaged file is fetched again, and what is no list changes nothing")
    func damaged() async throws {
        try await withServer { folder, server, fetch in
            _ = try await fetch("/v3/vendor-list.json")
            let whole = contents(folder, "list.json")
            let page = try await fetch("/page")
            #expect(page.status == 1 && page.errors.contains("list.json stays as it was"))
            #expect(contents(folder, "list.json") == whole)
            #expect(try await fetch("/v3/vendor-list.json").output.contains("unchanged"))
            try folder.write("list.json", String(whole?.prefix(100) ?? ""))
            #expect(try await fetch("/v3/vendor-list.json").output.contains("vendor list 17"))
            #expect(contents(folder, "list.json") == whole)
            #expect(server.log.entries(of: "list").map(\.status) == [200, 304, 200])
            let missing = try await fetch("/nowhere")
            #expect(missing.status == 3 && contents(folder, "list.json") == whole)
        }
    }

    @Test("a list that came without a tag leaves none of an earlier one")
    func noTag() async throws {
        try await withServer { folder, _, fetch in
            _ = try await fetch("/v3/vendor-list.json")
            #expect(contents(folder, "list.json.etag") != nil)
            #expect(try await fetch("/v2/cmp-list.json").output.contains("CMP list, 1 CMPs"))
            #expect(contents(folder, "list.json.etag") == nil)
            #expect(try await fetch("/v3/purposes-fr.json").output.contains("translation of a vendor list, 1 purposes"))
        }
    }

    @Test("show: the list, a vendor with its retention, the texts in either language")
    func show() async throws {
        let folder = try ScratchFolder()
        let list = try folder.write("gvl.json", Self.list)
        let french = try folder.write("purposes-fr.json", Self.translation)
        let overview = try await Program.run(["gvl", "show", list]).output
        for row in ["Vendor list         17", "Stacks              1", "Categories of data  1"] {
            #expect(overview.contains(row), "\(row)")
        }
        let vendor = try await Program.run(["gvl", "show", list, "565"])
        #expect(vendor.status == 0 && vendor.output.contains("548 (1: 180, S1: 1096)"))
        let line = try #require(try await Program.run(["gvl", "show", list, "565", "--json"]).lines().first)
        let retention = try #require(line["dataRetention"] as? [String: Any])
        #expect(retention["stdRetention"] as? Int == 548 && retention["purposes"] as? [String: Int] == ["1": 180])
        #expect(line["dataDeclaration"] as? [Int] == [1])
        let texts = try await Program.run(["gvl", "show", list, "--texts"]).output
        #expect(texts.contains("purpose         1         Store") && texts.contains("stack           2  2,SF1  Ads"))
        let translated = try await Program.run(["gvl", "show", list, "--texts", "--translation", french, "--json"])
        #expect(try translated.lines().prefix(2).map { $0["name"] as? String } == ["Stocker", "Basic ads"])
        #expect(try await Program.run(["gvl", "show", french]).output.contains("Stocker"))
        let unknown = try await Program.run(["gvl", "show", list, "565", "7"])
        #expect(unknown.status == 1 && unknown.errors.contains("not on the list: 7"))
    }

    @Test(
        "show: what does not go together is told",
        arguments: [
            (["gvl.json", "565", "--texts"], "leave the ids away"), (["gvl.json", "--translation", "x"], "--texts"),
            (["nowhere.json"], "nowhere.json cannot be read"),
            (["gvl.json", "--texts", "--translation", "gvl.json"], "no translation"),
            (["cmps.json", "--texts"], "no vendor list"),
        ] as [([String], String)]
    )
    func showUsage(arguments: [String], wanted: String) async throws {
        let folder = try ScratchFolder()
        try folder.write("gvl.json", Self.list)
        try folder.write("cmps.json", #"{"cmps":{}}"#)
        let result = try await Program.run(["gvl", "show"] + arguments, folder: folder.path)
        #expect(result.status == 2 && result.errors.contains(wanted), "\(result.errors)")
    }
}
