import ConsentAdapters
import ConsentSync
import ConsentTesting
import ConsentTranslation
import ConsentTransport
import Foundation
import Logging
import Testing

@Suite("Looking at an account before it is used", .serialized)
struct AccountCheckTests {
    private func check(_ adapter: String, _ connection: Connection) async throws -> AccountCheck {
        await AccountCheck(
            of: try SyncBench.registry.adapter(adapter),
            connection: connection,
            now: SyncBench.now,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    private func outcomes(_ check: AccountCheck) -> [String] {
        check.steps.map { "\($0.subject.rawValue) \($0.outcome.rawValue)" }
    }

    @Test(
        "every account of a scripted platform is good; it asks for one page, and not for more",
        arguments: VendorAccount.all
    )
    func good(vendor: VendorAccount) async throws {
        let bench = try SyncBench()
        defer { bench.remove() }
        try await ScriptedCMP.run(try SyncBench.scenario(vendor.scenario)) { server in
            let job = try #require(try vendor.jobFile(in: bench, port: server.port).jobs.first)
            let check = try await check(vendor.adapter, job.connection)
            #expect(check.verdict == .good, "\(check.steps)")
            #expect(check.steps.map(\.subject) == AccountCheck.Subject.allCases)
            #expect(!check.steps.contains { $0.outcome == .failed })
            #expect(check.steps.first { $0.subject == .read }?.outcome == .passed)
            #expect(server.log.requestCount <= 2)
            #expect(server.log.unmatched.isEmpty || vendor.people == nil || vendor.adapter == "generic-rest")
            #expect(!"\(check.steps)".contains("demo-secret") && !"\(check.steps)".contains("demo-key"))
        }
    }

    @Test("refused credentials fail at the login or the page, and everything before is good")
    func refused() async throws {
        let bench = try SyncBench()
        defer { bench.remove() }
        for (name, step) in [("didomi-api", "login"), ("iubenda-consent", "read")] {
            let vendor = try #require(VendorAccount.all.first { $0.adapter == name })
            try await ScriptedCMP.run(try SyncBench.scenario(vendor.scenario)) { server in
                var connection = try #require(try vendor.jobFile(in: bench, port: server.port).jobs.first).connection
                for parameter in ["secret", "api_key"] where connection.secrets[parameter] != nil {
                    connection.secrets[parameter] = Secret("wrong-secret")
                }
                let check = try await check(name, connection)
                #expect(check.verdict == .unavailable)
                #expect(outcomes(check).contains("\(step) failed"), "\(outcomes(check))")
                #expect(outcomes(check).contains("connection ok"))
                #expect(!"\(check.steps)".contains("wrong-secret"))
            }
        }
    }

    @Test("a port where nobody listens, a name without an address, an address that must not be asked, no certificate")
    func unreachable() async throws {
        let test = { (host: String, isInsecure: Bool) in
            Connection(
                secrets: ["host": Secret(host), "token": Secret("demo-token")],
                isInsecureTest: isInsecure
            )
        }
        var check = try await check("generic-rest", test("127.0.0.1:1", true))
        #expect(check.verdict == .unavailable)
        #expect(outcomes(check).contains("connection failed") && outcomes(check).contains("name ok"))
        check = try await self.check("generic-rest", test("nobody.invalid", false))
        #expect(outcomes(check).contains("name failed") && outcomes(check).contains("connection skipped"))
        check = try await self.check("generic-rest", test("127.0.0.1", false))
        #expect(outcomes(check).contains("name failed"))
        #expect(check.steps.contains { $0.message.contains("not public") })
    }

    @Test("parameters that are missing or unknown are told all at once, and nothing is asked")
    func parameters() async throws {
        let check = try await check("onetrust-universal", Connection(secrets: ["hots": Secret("x")]))
        #expect(check.verdict == .configuration)
        let step = try #require(check.steps.first)
        #expect(step.subject == .parameters && step.outcome == .failed)
        for word in ["host", "client_id", "client_secret", "hots"] { #expect(step.message.contains(word)) }
        #expect(check.steps.dropFirst().allSatisfy { $0.outcome == .skipped })
        let url = try await self.check(
            "generic-rest",
            Connection(secrets: ["host": Secret("https://x.example/"), "token": Secret("t")])
        )
        #expect(url.verdict == .configuration && outcomes(url).contains("parameters failed"))
        #expect(try await self.check("cookiebot", Connection()).verdict == .configuration)
    }
}
