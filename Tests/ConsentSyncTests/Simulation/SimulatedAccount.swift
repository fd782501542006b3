import ConsentAdapters
import ConsentSync
import ConsentTesting
import ConsentTranslation
import ConsentTransport
import Foundation
import Logging
import Testing

/// An account of a simulation: an adapter, and a small scenario of its CMP.
struct SimulatedAccount: Sendable, CustomTestStringConvertible {
    let adapter: String
    let scenario: Scenario
    /// The connection's lines.
    let connection: String
    /// Whether a sweep reaches back behind the last, so that our clock may be a little ahead.
    let looksBack: Bool

    var testDescription: String { adapter }

    /// Records of each account, about.
    private static let records = 24

    static let all: [SimulatedAccount] = {
        let universal = VendorAccount(
            adapter: "onetrust-universal",
            scenario: "onetrust-v4",
            connection: "host: 127.0.0.1:PORT, client_id: demo-client, client_secret: demo-secret, "
                + "purposes: { Analytics: analytics, Personalization: personalization, Advertising: advertising }",
            people: nil,
            known: nil
        )
        let listed = VendorAccount.all.filter { $0.people != nil }
        return ([universal] + listed).compactMap { account in
            guard let scenario = try? SyncBench.scenario(account.scenario) else { return nil }
            return SimulatedAccount(
                adapter: account.adapter,
                scenario: scenario.condensed(to: records),
                connection: account.connection.replacing("PORT", with: "1"),
                looksBack: !["axeptio-export", "didomi-api"].contains(account.adapter)
            )
        }
    }()
}

/// How the jobs of a simulation are written, beside their accounts.
struct SimulatedSettings: Sendable {
    var rows = 1
    var milliseconds = 1_000
    var attempts = 5
    var policy = SimulatedSettings.policies[0]

    static let policies = [
        "{ categories: { aa: { any: [analytics] }, aam: { all: [advertising] }, campaign: { any: [email] } } }",
        "{ max_age: 12 days, implicit: approved, categories: { aa: { any: [analytics] }, target: { any: [advertising] } } }",
        "{ gpc: { deny: [aam] }, categories: { aam: { any: [advertising] }, ecid: { any_category: [aam] } } }",
    ]

    /// The job file, with a job for each account.
    func file(_ accounts: [SimulatedAccount], in folder: String) throws -> JobFile {
        let path = folder + "/bridge.yaml"
        let jobs = accounts.map { account in
            """
              - name: \(account.adapter)
                adapter: \(account.adapter)
                since: 2026-10-29
                batch: { rows: \(rows), every: \(milliseconds)ms }
                retry: { attempts: \(attempts) }
                connection: { \(account.connection), insecure_test: true }
            """
        }
        let text = "store: consent.db\npolicy: \(policy)\njobs:\n" + jobs.joined(separator: "\n") + "\n"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return try JobFile(contentsOf: path, environment: [:])
    }
}

extension SyncBench {
    /// What a simulated process runs: the real engine on a network and a clock that are not.
    static func simulatedEngine(
        _ file: JobFile,
        store: any JobStore,
        sender: any HTTPSender,
        clock: VirtualClock,
        random: RepeatableGenerator,
        now: Instant,
        observe: @escaping @Sendable (SyncEvent) -> Void = { _ in }
    ) -> SyncEngine {
        var surroundings = Surroundings()
        surroundings.clock = clock
        surroundings.random = random
        surroundings.sender = { _ in sender }
        return SyncEngine(
            store: store,
            registry: registry,
            file: file,
            now: now,
            logger: Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() },
            surroundings: surroundings,
            observe: observe
        )
    }
}
