import Foundation
import Testing

@Suite("optin simulate")
struct OptInSimulateTests {
    private static let fixtures = packageRoot.appendingPathComponent("Fixtures/optin")

    @Test("cases line by line are answered in order as Adobe's library does")
    func lines() async throws {
        let cases = try String(contentsOf: Self.fixtures.appendingPathComponent("cases.jsonl"), encoding: .utf8)
        let expected = try String(contentsOf: Self.fixtures.appendingPathComponent("expected.jsonl"), encoding: .utf8)
        let result = try await Program.run(["optin", "simulate", "--lines"], input: cases)
        #expect(result.status == 0)
        let answers = result.output.split(separator: "\n")
        let wanted = expected.split(separator: "\n").map { line in
            // The library's own requests for ids are not simulated; they stand last.
            line.range(of: #","requests":"#).map { line[..<$0.lowerBound] + "}" } ?? line
        }
        #expect(answers.count == wanted.count)
        for (answer, wanted) in zip(answers, wanted) where answer != wanted {
            Issue.record("wanted \(wanted)\ngot    \(answer)")
        }
    }

    @Test("a malformed case is an error line, the others are answered, and the exit code is 1")
    func malformed() async throws {
        let input = "{\"id\":\"a\",\"config\":{}}\nnonsense\n{\"id\":\"b\",\"steps\":[{\"op\":\"x\"}]}\n{\"id\":\"c\"}"
        let result = try await Program.run(["optin", "simulate", "--lines"], input: input)
        #expect(result.status == 1)
        let lines = try result.lines()
        #expect(lines.map { $0["id"] as? String } == ["a", nil, "b", "c"])
        #expect(lines.map { $0["ok"] as? Bool } == [nil, false, false, nil])
    }

    @Test("each step is told with status, permissions, events, the cookie, and the traps")
    func steps() async throws {
        let folder = try ScratchFolder()
        let page = try folder.write(
            "page.json",
            #"{"doesOptInApply": true, "isOptInStorageEnabled": true, "optInCookiesDomain": "example.com"}"#
        )
        let result = try await Program.run([
            "optin", "simulate", "--config", page, "--now", "2026-01-01T00:00:00Z",
            "--do", "approve aa,ecid wait", "--do", "complete", "--do", "isApproved aa",
        ])
        #expect(result.status == 0)
        #expect(result.errors.isEmpty)
        #expect(
            result.output == """
                page load
                  status       pending
                  permissions  aam no   adcloud no   aa no   campaign no   ecid no   livefyre no   target no   mediaaa no
                  events       -
                  cookie       -
                  warning      [unknown-option] optInCookiesDomain is no option and is dropped silently; the documentation misspells it: write optInCookieDomain.

                approve aa,ecid wait
                  status       changed
                  permissions  aam no   adcloud no   aa no   campaign no   ecid no   livefyre no   target no   mediaaa no
                  events       -
                  cookie       -

                complete
                  status       complete
                  permissions  aam no   adcloud no   aa yes  campaign no   ecid yes  livefyre no   target no   mediaaa no
                  events       complete
                  cookie       {"aam":false,"adcloud":false,"aa":true,"campaign":false,"ecid":true,"livefyre":false,"target":false,"mediaaa":false} (for example.com, 34190000 s), written

                isApproved aa
                  answer       true
                  status       complete
                  permissions  aam no   adcloud no   aa yes  campaign no   ecid yes  livefyre no   target no   mediaaa no
                  events       -
                  cookie       {"aam":false,"adcloud":false,"aa":true,"campaign":false,"ecid":true,"livefyre":false,"target":false,"mediaaa":false} (for example.com, 34190000 s)


                """
        )
    }

    @Test("what the library throws is told in its own words, the steps behind go on, and the exit code is 1")
    func throwing() async throws {
        let folder = try ScratchFolder()
        let page = try folder.write("page.json", #"{"doesOptInApply": true}"#)
        let result = try await Program.run([
            "optin", "simulate", "--config", page, "--json", "--do", "deny aa,videoaa", "--do", "approve aa",
        ])
        #expect(result.status == 1)
        let lines = try result.lines()
        #expect(lines.map { $0["step"] as? String } == ["page load", "deny aa,videoaa", "approve aa"])
        #expect(lines.map { $0["ok"] as? Bool } == [true, false, true])
        #expect(
            lines[1]["error"] as? String
                == "[OptIn] Invalid category(-ies). Please use the `OptIn.Categories` enum."
        )
        let warnings = try #require(lines[1]["warnings"] as? [[String: String]])
        #expect(warnings.map { $0["name"] } == ["videoaa"])
        #expect(lines[2]["status"] as? String == "complete")
    }

    @Test("a CMP's answer and a server's cookie take part")
    func cookieAndCMP() async throws {
        let folder = try ScratchFolder()
        let page = try folder.write(
            "page.json",
            #"{"doesOptInApply":true,"isIabContext":true,"isOptInStorageEnabled":true}"#
        )
        let string = "CO052l-O052l-DGAMBFRACBgAIBAAAAAAIYgEawAQEagAAAA"
        let result = try await Program.run([
            "optin", "simulate", "--config", page, "--tc", string, "--json", "--now", "2026-01-01T00:00:00Z",
            "--cookie",
            #"Set-Cookie: adobeujs-optin={"target":true}; Domain=example.com; Secure; Expires=Thu, 01 Jan 2026 01:00:00 GMT"#,
        ])
        #expect(result.status == 0)
        let line = try #require(try result.lines().first)
        let permissions = try #require(line["permissions"] as? [String: Bool])
        #expect(permissions.filter(\.value).keys.sorted() == ["aam", "ecid", "target"])
        #expect((line["warnings"] as? [[String: String]])?.map { $0["name"] } == ["flags-lost"])
    }

    @Test(
        "what a person wrote wrongly is told with its place and exits with 2",
        arguments: [
            ("{\n  doesOptInApply: true }", [], "page.json:2:3: "), ("[]", [], "page.json:1:1: "),
            ("{}", ["--do", "aprove aa"], "approve aa,ecid"), ("{}", ["--cookie", "x=1; Secure"], "adobeujs-optin"),
            ("{}", ["--cookie", "adobeujs-optin=1; Expires=soon"], "no date"), ("{}", ["--tc", "CO"], "--tc"),
            ("{}", ["--lines"], "leave the rest away"),
        ] as [(String, [String], String)]
    )
    func wrong(configuration: String, options: [String], wanted: String) async throws {
        let folder = try ScratchFolder()
        let page = try folder.write("page.json", configuration)
        let result = try await Program.run(["optin", "simulate", "--config", page] + options)
        #expect(result.status == 2)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains(wanted), "\(result.errors)")
    }

    @Test("without a configuration or with one that is not there, the exit code is 2")
    func missing() async throws {
        #expect(try await Program.run(["optin", "simulate"]).status == 2)
        let result = try await Program.run(["optin", "simulate", "--config", "nowhere.json"])
        #expect(result.status == 2)
        #expect(result.errors.contains("nowhere.json cannot be read"))
    }
}
