import ConsentAdapters
import ConsentSync
import ConsentTesting
import ConsentTranslation
import ConsentTransport
import Foundation
import Logging
import OptIn
import Testing

@Suite("Sinks over HTTP")
struct HTTPSinkTests {
    private static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func scenario(_ faults: String) throws -> Scenario {
        try Scenario(
            yaml: """
                scenario: receivers
                about: Whoever is told about changes, on a bad day
                routes:
                  - { name: hook, post: /hook, answer: { status: 200, json: "{}" } }
                  - { name: edge, post: /ee/v1/privacy/set-consent, answer: { status: 200, json: "{}" } }
                faults:
                \(faults)
                collections: {}
                """,
            file: "receivers.yaml"
        )
    }

    private func store(_ count: Int) async throws -> MemoryStore {
        let store = MemoryStore()
        let records = (1...count).map { Samples.record($0, approving: [.aa, .ecid]) }
        try await store.apply(Samples.batch(records), deciding: LatestWins())
        return store
    }

    private func webhook(_ server: ScriptedCMP.Running, batch: Int = 1) throws -> WebhookSink {
        var retry = RetryPolicy()
        retry.maxAttempts = 3
        retry.baseDelay = .milliseconds(1)
        return try WebhookSink(
            name: "crm",
            url: server.baseURL + "/hook",
            secret: Secret("s3cret"),
            batchSize: batch,
            retry: retry,
            network: .init(isInsecureTest: true),
            logger: Self.silent,
            clock: { 1_700_000_000 }
        )
    }

    @Test("the signature is HMAC-SHA256 over time and body, and the key stays the same for the same")
    func signature() async throws {
        // Computed with `printf '1700000000.{}' | openssl dgst -sha256 -hmac s3cret`.
        let known = WebhookSink.signature(of: Array("{}".utf8), at: 1_700_000_000, secret: Secret("s3cret"))
        #expect(known == "t=1700000000,v1=97926816e98fbb41ccb1673225ff29a2f35369099990e1b1561651e7bd097ebf")
        let store = try await store(1)
        try await ScriptedCMP.run(try scenario("  {}")) { server in
            let sink = try webhook(server)
            let changes = try await store.changes(after: 0, limit: 1)
            for _ in 0..<2 { try await sink.take(changes) }
            await sink.close()
            let received = server.log.received
            #expect(received.count == 2 && received[0] == received[1])
            let signature = WebhookSink.signature(of: received[0].body, at: 1_700_000_000, secret: Secret("s3cret"))
            #expect(received[0].headers["consentbridge-signature"] == signature)
            #expect(received[0].headers["idempotency-key"] == Fingerprint.hex(changes[0].hash))
            #expect(received[0].headers["content-type"] == "application/json")
        }
    }

    @Test("server errors are tried again; what is refused is parked; the rest goes on")
    func badDay() async throws {
        let store = try await store(8)
        let faults = """
              hook:
                - { at: 1, status: 503 }
                - { at: 3, hang_up: true }
                - { at: 5, status: 422 }
            """
        try await ScriptedCMP.run(try scenario(faults)) { server in
            let sink = try webhook(server)
            let report = await Deliverer(store: store, now: Samples.instant(9_000)).deliver(to: sink)
            await sink.close()
            #expect(report.done == 7 && report.failed == 1 && report.problem == nil)
            #expect(server.log.requestCount == 10)
            let parked = try await store.parked(in: "crm", after: 0, limit: 10)
            #expect(parked.map(\.number) == [3])
            #expect(parked.first?.reason.contains("422") == true)
            #expect(parked.first?.reason.contains("subject-") == false)
        }
    }

    @Test("a receiver that refuses the credentials, or is not there, holds the position")
    func unavailable() async throws {
        let store = try await store(2)
        let port = try await ScriptedCMP.run(try scenario("  hook: [{ at: 1, times: 1, status: 403 }]")) { server in
            let sink = try webhook(server)
            let report = await Deliverer(store: store, now: Samples.instant(9_000)).deliver(to: sink)
            await sink.close()
            #expect(report.problem?.contains("does not let the request in (status 403)") == true)
            #expect(report.problem?.contains("adapter") == false)
            return server.port
        }
        #expect(try await store.sinkState("crm") == nil)
        let sink = try WebhookSink(
            name: "crm",
            url: "http://127.0.0.1:\(port)/hook",
            secret: Secret("s3cret"),
            retry: {
                var retry = RetryPolicy(); retry.maxAttempts = 1; return retry
            }(),
            network: .init(isInsecureTest: true),
            logger: Self.silent
        )
        let report = await Deliverer(store: store, now: Samples.instant(9_000)).deliver(to: sink)
        await sink.close()
        #expect(report.problem?.contains("127.0.0.1") == true && report.done == 0)
    }

    @Test("a sink heeds the proxy of the machine, and private addresses are reached where the site says so")
    func network() async throws {
        let store = try await store(1)
        let change = try await store.changes(after: 0, limit: 1)
        var network = SinkSettings.Network()
        network.settings.proxy = "http://127.0.0.1:1"
        for (url, isAllowed, words) in [
            ("https://receiver.invalid/hook", false, "the proxy refuses connections"),
            ("https://10.0.0.1/hook", false, "not public (private)"),
            ("https://10.0.0.1/hook", true, "the proxy refuses connections"),
        ] {
            network.allowsPrivateAddresses = isAllowed
            let sink = try WebhookSink(
                name: "crm",
                url: url,
                secret: Secret("s3cret"),
                retry: {
                    var retry = RetryPolicy(); retry.maxAttempts = 1; return retry
                }(),
                network: network,
                logger: Self.silent
            )
            let error = await #expect(throws: SinkError.self) { try await sink.take(change) }
            await sink.close()
            #expect(error?.message.contains(words) == true, "\(url): \(error?.message ?? "")")
        }
    }

    @Test("the Edge Network is told by ECID, as setConsent tells it; others are skipped, undecided is left alone")
    func edge() async throws {
        let store = MemoryStore()
        let records = [
            Samples.record(3, at: 1_600_000_000_000, approving: [.aa, .ecid], denying: [.target]),
            Samples.record(1, approving: [.aa, .ecid]), Samples.record(6, approving: [.campaign]),
            Samples.record(9, at: 1_600_000_000_000, denying: [.ecid]),
        ]
        try await store.apply(Samples.batch(records), deciding: LatestWins())
        try await ScriptedCMP.run(try scenario("  edge: [{ at: 1, status: 503 }]")) { server in
            let sink = try AdobeEdgeSink(
                name: "edge",
                datastream: "stream-1",
                edge: server.baseURL,
                network: .init(isInsecureTest: true),
                logger: Self.silent
            )
            let report = await Deliverer(store: store, now: Samples.instant(9_000)).deliver(to: sink)
            await sink.close()
            #expect(report.done == 2 && report.skipped == 2 && report.failed == 0 && report.problem == nil)
            #expect(server.log.unmatched.isEmpty)
            let bodies = server.log.received.map { String(decoding: $0.body, as: UTF8.self) }
            #expect(bodies.count == 3 && bodies[0] == bodies[1], "the first is sent again after the server's error")
            #expect(
                bodies[1]
                    == #"{"query":{"consent":{"operation":"update"}},"identityMap":{"ECID":[{"id":"subject-3"}]},"#
                    + #""consent":[{"standard":"Adobe","version":"2.0","value":{"collect":{"val":"y"},"#
                    + #""personalize":{"content":{"val":"n"}},"metadata":{"time":"2020-09-13T12:26:40Z"}}}]}"#
            )
            #expect(bodies[2].contains(#""collect":{"val":"n"}"#))
            let queries = server.log.entries.map(\.query)
            #expect(queries[0] == queries[1] && queries[0].hasPrefix("configId=stream-1&requestId="))
        }
    }
}
