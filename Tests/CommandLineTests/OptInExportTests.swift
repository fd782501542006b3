import Foundation
import Testing

@Suite("optin export and explain --against: wrong input, and what is said about it")
struct OptInExportTests {
    private static let cookie =
        "OptanonConsent=interactionCount=1&landingPath=NotLandingPage&groups=C0001%3A1%2CC0002%3A1"
        + "&AwaitingReconsent=false; OptanonAlertBoxClosed=2026-03-02T09:15:04.127Z"

    @Test(
        "wrong words exit with 2 and say what to write",
        arguments: [
            (["--as", "cookie", "x"], "Name the cookie's domain"),
            (["--as", "cookie", "--host", "www.example.co.uk", "x"], "co.uk may be a public suffix"),
            (["--as", "cookie", "--host", "https://example.com/", "x"], "without scheme, port and path"),
            (["--as", "cookie", "--domain", "other.com", "--host", "www.example.com", "x"], "belongs to"),
            (["--as", "cookie", "--domain", "com", "x"], "name two labels"),
            (["--as", "cookie", "--domain", "example.com", "--same-site", "None", "x"], "add --secure"),
            (["--as", "visitor", "--same-site", "none", "x"], "add --secure"),
            (["--as", "cookie", "--domain", "example.com", "--same-site", "maybe", "x"], "Strict, Lax or None"),
            (["--as", "visitor", "--expiry", "0", "x"], "more than nothing"),
            (["--as", "visitor", "--expiry", "tomorrow", "x"], "90 days"),
            (["--as", "cookie", "--domain", "example.com", "--existing", "null", "x"], "no JSON object"),
            (["--as", "cookie", "--domain", "example.com", "--existing", "%7", "x"], "hexadecimal"),
            (["--as", "script", "--domain", "example.com", "x"], "--domain has no meaning with --as script"),
            (["--as", "visitor", "--collect", "aa", "x"], "--collect has no meaning with --as visitor"),
            (["--as", "websdk", "--standard", "adobe-3", "x"], "adobe-2"),
            (["--as", "websdk", "--collect", "aa,analytics", "x"], "mediaaa"),
            (["--as", "xdm", "--identity", "12345", "x"], "NAMESPACE:ID"),
            (["--as", "html", "x"], "websdk"),
            (["--as", "script"], "--permissions"),
            (["--as", "script", "--permissions", "aa=approved", "x"], "leave one away"),
            (["--as", "script", "--permissions", "aa=yes"], "approved, denied or undecided"),
            (["--as", "script", "--permissions", "aa=approved,aa=denied"], "aa is there twice"),
            (["--as", "script", "--permissions", ""], "aa=approved"),
            (["--as", "script", "--adapter", "nobody", "x"], "nobody"),
            (["--as", "script", "--policy", "nowhere.yaml", "x"], "nowhere.yaml cannot be read"),
            (["--as", "script", "--vendor-list", "nowhere.json", "x"], "nowhere.json cannot be read"),
            (["--as", "script", "--vendor-list", "README.md", "x"], "no vendor list"),
            (["--as", "script", "@nowhere.txt"], "nowhere.txt cannot be read"),
        ] as [([String], String)]
    )
    func usage(arguments: [String], wanted: String) async throws {
        let result = try await Program.run(["optin", "export"] + arguments, folder: packageRoot.path)
        #expect(result.status == 2, "\(result.output)\(result.errors)")
        #expect(result.errors.contains(wanted), "\(result.errors)")
        #expect(result.output.isEmpty)
    }

    @Test(
        "a payload that cannot be read is exported in no form and exits with 1",
        arguments: ["visitor", "script", "xdm"]
    )
    func unreadable(form: String) async throws {
        let plain = try await Program.run(["optin", "export", "--as", form, "hello"])
        #expect(plain.status == 1)
        #expect(plain.output.isEmpty)
        #expect(plain.errors.contains("Nothing is exported"))
        let json = try await Program.run(["optin", "export", "--as", form, "--json", "hello"])
        #expect(json.status == 1)
        let line = try #require(try json.lines().first)
        #expect(line["ok"] as? Bool == false)
        #expect(line["value"] == nil)
        #expect((line["error"] as? [String: Any])?["code"] as? String == "noInput")
    }

    @Test("a payload without a time of decision has no metadata.time, and it is said")
    func timeUnknown() async throws {
        let payload = "OptanonConsent=interactionCount=1&landingPath=NotLandingPage&groups=C0002%3A1"
        let result = try await Program.run(["optin", "export", "--as", "xdm", payload + "&AwaitingReconsent=false"])
        #expect(result.status == 0)
        #expect(!result.output.contains("metadata"))
        #expect(result.errors.contains("metadata.time"))
    }

    @Test("a cookie that has expired by this machine's clock is told")
    func frozenClock() async throws {
        let arguments = ["optin", "export", "--as", "cookie", "--domain", "example.com", "--permissions", "aa=denied"]
        let past = try await Program.run(arguments + ["--now", "2001-01-01T00:00:00Z"])
        #expect(past.output.contains("Max-Age=34190000"))
        #expect(past.errors.contains("expired already"))
        #expect(try await Program.run(arguments).errors.isEmpty)
    }

    @Test("no error repeats a value of the existing cookie")
    func silence() async throws {
        let result = try await Program.run([
            "optin", "export", "--as", "cookie", "--domain", "example.com", "--existing", "{\"zqxjkv\":zqxjkv}", "x",
        ])
        #expect(result.status == 2)
        #expect(!result.errors.contains("zqxjkv"))
    }

    @Test("explain --against compares with a cookie, its value, its JSON and a file, and exits with 0")
    func against() async throws {
        let folder = try ScratchFolder()
        let value = "%7B%22aa%22%3Afalse%2C%22campaign%22%3Atrue%2C%22ecid%22%3Atrue%7D"
        let file = try folder.write("cookie.txt", "Cookie: a=b; adobeujs-optin=\(value)\r\n")
        let forms = [
            value, "adobeujs-optin=\(value)", "{\"aa\":false,\"campaign\":true,\"ecid\":true}", file, "@\(file)",
        ]
        for form in forms {
            let result = try await Program.run(["explain", "--json", "--against", form, Self.cookie])
            #expect(result.status == 0)
            let against = try #require(try result.lines().first?["against"] as? [String: Any])
            let differences = try #require(against["differences"] as? [[String: String]])
            let rows = differences.map { "\($0["category"] ?? "") \($0["decided"] ?? "") \($0["effect"] ?? "")" }
            #expect(rows == ["aa approved changes", "campaign undecided stays", "mediaaa approved changes"])
        }
    }

    @Test("explain --against: what cannot be compared is told")
    func againstUsage() async throws {
        for (arguments, wanted) in [
            (["--against", "[]", Self.cookie], "no JSON object"), (["--against", "@nowhere", "x"], "nowhere"),
            (["--against", "a=b; c=d", "x"], "has no adobeujs-optin"), (["--against", "{}", "--lines"], "one payload"),
        ] {
            let result = try await Program.run(["explain"] + arguments)
            #expect(result.status == 2)
            #expect(result.errors.contains(wanted), "\(result.errors)")
        }
        let unreadable = try await Program.run(["explain", "--against", "{}", "--json", "hello"])
        #expect(unreadable.status == 1)
    }

    @Test("explain --json tells what each TCF rule decides and where they differ")
    func rules() async throws {
        let result = try await Program.run([
            "explain", "--json", "CO052l-O052l-DGAMBFRACBgAIBAAAAAAIYgEawAQEagAAAA",
        ])
        let line = try #require(try result.lines().first)
        let rules = try #require(line["tcfRules"] as? [String: Any])
        #expect(rules["used"] as? String == "strict")
        #expect(rules["differ"] as? [String] == ["aam", "ecid"])
        #expect((rules["adobe-plugin"] as? [String: String])?["permission"] == "approved")
        #expect((rules["strict"] as? [String: String])?["permission"] == "undecided")
        #expect((rules["edge"] as? [String: String])?["general"] == "in")
        for rule in ["adobe-plugin", "strict", "edge"] {
            #expect((rules[rule] as? [String: String])?["because"]?.isEmpty == false)
        }
        let explanations = try #require(line["explanation"] as? [[String: String]])
        #expect(explanations.filter { $0["tcfRule"] == "strict" }.count == 6)
        #expect(try await Program.run(["explain", "--json", Self.cookie]).lines().first?["tcfRules"] == nil)
    }
}
