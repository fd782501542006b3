import ConsentAdapters
import ConsentTranslation
import Foundation
import HTTPTypes
import Testing

@testable import ConsentTesting

@Suite("A scenario, played without a socket")
struct ScenarioPlayerTests {
    /// The quiet scenario, with a token issued.
    private func quiet() throws -> ScenarioPlayer {
        var player = ScenarioPlayer(try fixture("onetrust-v4-quiet"))
        #expect(player.exchange(Tenant.token()).object["access_token"] as? String == "scripted-token-1")
        return player
    }

    @Test("a window is served in pages that follow one another, the last without a continuation")
    func paging() throws {
        var player = try quiet()
        let all = try fixture("onetrust-v4-quiet").collections["subjects"]
        let window = try #require(
            all?.positions(from: GeneratedSubjectsTests.from, through: GeneratedSubjectsTests.from + 6 * 86_400_000)
        )
        var sizes: [Int] = []
        var records: [String] = []
        var continuation: String?
        repeat {
            let page = player.exchange(Tenant.page(continuation: continuation))
            #expect(page.object["size"] as? Int == 50)
            #expect(page.object["numberOfElements"] as? Int == page.content.count)
            sizes.append(page.content.count)
            records += page.records
            continuation = page.continuation
        } while continuation != nil
        #expect(sizes.dropLast().allSatisfy { $0 == 50 })
        #expect(records.count == window.count)
        #expect(Set(records).count == records.count)
    }

    @Test("the same page may be asked for twice, and a continuation with another page size")
    func stateless() throws {
        var player = try quiet()
        let first = player.exchange(Tenant.page())
        let second = player.exchange(Tenant.page(continuation: first.continuation))
        #expect(player.exchange(Tenant.page()).records == first.records)
        #expect(player.exchange(Tenant.page(continuation: first.continuation)).records == second.records)
        let smaller = player.exchange(Tenant.page(more: "&size=7", continuation: first.continuation))
        #expect(smaller.records == Array(second.records.prefix(7)))
        #expect(player.exchange(Tenant.page(more: "")).content.count == 20)
    }

    @Test("the continuation is a string that itself is JSON, and is refused unless echoed for its own window")
    func continuation() throws {
        var player = try quiet()
        let text = try #require(player.exchange(Tenant.page()).continuation)
        let inner = try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
        #expect(inner.keys.sorted() == ["compositeToken"])
        let foreign = [
            text.replacing("\"compositeToken\":", with: "\"compositeToken\": "), String(text.dropLast()), "", "{}",
            inner["compositeToken"] ?? "",
        ]
        for text in foreign {
            #expect(player.exchange(Tenant.page(continuation: text)).status == 400)
        }
        let otherWindow = Tenant.page(to: "2026-11-04T00:00:00Z", continuation: text)
        #expect(player.exchange(otherWindow).status == 400)
    }

    @Test(
        "a window that is missing, turned round or too wide is refused",
        arguments: [
            ("2026-10-30T00:00:00Z", "2026-11-06T00:00:00Z", "", 200),
            ("2026-10-30T00:00:00Z", "2026-11-06T00:00:00.001Z", "", 400),
            ("2026-10-30T00:00:00Z", "2026-10-30T00:00:00Z", "", 200),
            ("2026-10-30T00:00:01Z", "2026-10-30T00:00:00Z", "", 400),
            ("2026-10-30", "2026-11-05", "", 400), ("", "2026-11-05T00:00:00Z", "", 400),
            ("2026-10-30T00:00:00Z", "2026-11-05T00:00:00Z", "&size=51", 400),
            ("2026-10-30T00:00:00Z", "2026-11-05T00:00:00Z", "&size=0", 400),
            ("2026-10-30T00:00:00Z", "2026-11-05T00:00:00Z", "&size=ten", 400),
            ("2026-10-30T00:00:00Z", "2026-11-05T00:00:00Z", "&sort=lastModifiedDate,asc", 200),
            ("2026-10-30T00:00:00Z", "2026-11-05T00:00:00Z", "&sort=lastModifiedDate%2Casc", 200),
            ("2026-10-30T00:00:00Z", "2026-11-05T00:00:00Z", "&sort=lastModifiedDate,desc", 400),
        ]
    )
    func windows(from: String, to: String, more: String, status: Int) throws {
        var player = try quiet()
        let answer = player.exchange(Tenant.page(from: from, to: to, more: more))
        #expect(answer.status == status)
        #expect(status == 200 || answer.object["message"] is String)
    }

    @Test("both ends of a window are inside")
    func inclusive() throws {
        var player = try quiet()
        let first = player.exchange(Tenant.page(more: "&size=1"))
        let instant = try #require(first.content.first?["lastModifiedDate"] as? String)
        #expect(player.exchange(Tenant.page(from: instant, to: instant)).records == first.records)
    }

    @Test("an empty window is an empty page")
    func empty() throws {
        var player = try quiet()
        let answer = player.exchange(Tenant.page(from: "2025-01-01T00:00:00Z", to: "2025-01-02T00:00:00Z"))
        #expect(answer.status == 200)
        #expect(String(decoding: answer.body, as: UTF8.self) == #"{"content":[],"size":50,"numberOfElements":0}"#)
    }

    @Test("without a token, or with one that was never issued, nothing is served")
    func bearer() throws {
        var player = try quiet()
        #expect(player.exchange(Tenant.page(token: nil)).status == 401)
        #expect(player.exchange(Tenant.page(token: "scripted-token-2")).status == 401)
        #expect(player.exchange(Tenant.details("C-00000001", token: "")).status == 401)
    }

    @Test("wrong credentials get the scenario's own refusal")
    func credentials() throws {
        var player = try quiet()
        let answer = player.exchange(Tenant.token(secret: "guessed"))
        #expect(answer.status == 401)
        #expect(answer.object["error"] as? String == "invalid_client")
    }

    @Test("one person is found by the header, with the newest of two records")
    func details() throws {
        var player = try quiet()
        let found = player.exchange(Tenant.details("C-00000073"))
        #expect(found.object["identifier"] as? String == "C-00000073")
        #expect(found.headers["content-type"] == "application/json")
        #expect(player.exchange(Tenant.details("nobody@example.com")).status == 404)
        #expect(player.exchange(Tenant.details(nil)).status == 400)
        let number = try #require(GeneratedSubjectsTests.subjects.entries.first { $0.afterSecondChoice }?.number)
        let twice = GeneratedSubjectsTests.population.subject(Int(number), afterSecondChoice: true)
        let newest = player.exchange(Tenant.details(twice.identifier))
        #expect(newest.object["lastModifiedDate"] as? String == Instant(milliseconds: twice.lastModifiedDate).iso8601)
    }

    @Test("a document of a tag that the client names is not sent again", arguments: ["\"a\"", "\"b\"", nil])
    func entityTag(tag: String?) throws {
        let yaml = """
            scenario: small
            about: one document
            collections: {}
            routes:
              - name: document
                get: /document
                answer: { headers: { ETag: '"a"' }, json: '{}' }
            """
        var player = ScenarioPlayer(try Scenario(yaml: yaml, file: "small.yaml"))
        var headers = HTTPFields()
        headers[.ifNoneMatch] = tag
        let answer = player.exchange(
            ScriptedRequest(method: "GET", path: "/document", query: "", headers: headers, body: [])
        )
        #expect(answer.status == (tag == "\"a\"" ? 304 : 200))
        #expect(answer.body.isEmpty == (tag == "\"a\""))
    }

    @Test("a request that no route matches is answered 501 with its method and path")
    func unmatched() throws {
        var player = try quiet()
        for request in [
            ScriptedRequest(method: "GET", path: "/elsewhere"),
            ScriptedRequest(method: "DELETE", path: Tenant.feedPath),
            ScriptedRequest(method: "GET", path: Tenant.feedPath + "/"),
        ] {
            let answer = player.exchange(request)
            #expect(answer.status == 501)
            let message = answer.object["message"] as? String ?? ""
            #expect(message.hasSuffix("has no route for \(request.method) \(request.path)"))
        }
    }

    @Test("the records of a file are served as they were written, in the order of their last change")
    func lines() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let late = #"{"id":"2","identifier":"ada","lastModifiedDate":"2026-11-02T00:00:00Z"}"#
        let early = #"{ "id":"1", "identifier":"ada", "lastModifiedDate":"2026-11-01T00:00:00Z", "extra":[1.50] }"#
        try "\(late)\r\n\n\(early)\n".write(
            to: folder.appendingPathComponent("a.ndjson"),
            atomically: true,
            encoding: .utf8
        )
        let yaml = ScenarioMistakesTests.right
            .replacing(/generate: .*Z/, with: "file: a.ndjson").replacing("    bearer: true\n", with: "")
        var player = ScenarioPlayer(try Scenario(yaml: yaml, file: folder.path + "/small.yaml"))
        let request = ScriptedRequest(
            method: "GET",
            path: "/feed",
            query: "a=2026-11-01T00:00:00Z&b=2026-11-02T00:00:00Z"
        )
        let body = String(decoding: player.exchange(request).body, as: UTF8.self)
        #expect(body == #"{"content":[\#(early),\#(late)],"size":20,"numberOfElements":2}"#)
        try "\(late)\n[1]\n".write(to: folder.appendingPathComponent("a.ndjson"), atomically: true, encoding: .utf8)
        let error = #expect(throws: DiagnosticsError.self) {
            try Scenario(yaml: yaml, file: folder.path + "/small.yaml")
        }
        #expect(error?.description.contains("small.yaml:12:19: E310 Line 2 of the file must be a JSON object") == true)
    }
}
