import ConsentTranslation
import Foundation
import Testing

@testable import ConsentAdapters

@Suite("Every part of how messages are verified is missed by a captured message")
struct WebhookMutationTests {
    /// A message as it was captured, the secrets that a site has, and when it arrived.
    private struct Probe {
        let file: String
        let secrets: [String: String]
        var now = "2026-11-24T00:00:00Z"

        func isTaken(by webhook: ConsentWebhook) throws -> Bool {
            let path = packageRoot.appendingPathComponent("Fixtures/webhooks/\(file).http")
            let message = try WebhookMessage(captured: Array(try Data(contentsOf: path)))
            do {
                try webhook.verify(message, for: Connection(secrets: secrets.mapValues(Secret.init)), now: at(now))
                return true
            } catch {
                return false
            }
        }
    }

    private static let probes: [String: [Probe]] = [
        "generic-webhook": ["signed", "listed", "unsigned", "other-body"].flatMap { name in
            let file = "generic-\(name)"
            return [
                Probe(file: file, secrets: ["signing_secret": "demo-secret"]),
                Probe(file: file, secrets: ["signing_secret": "new", "previous_secret": "demo-secret"]),
                Probe(file: file, secrets: ["signing_secret": "wrong"]),
                Probe(file: file, secrets: ["signing_secret": "demo-secret"], now: "2026-11-24T00:05:00Z"),
            ]
        },
        "ketch-webhook": [
            Probe(file: "ketch", secrets: ["header_value": "Bearer demo-token"]),
            Probe(file: "ketch", secrets: ["header_value": "new", "old_header_value": "Bearer demo-token"]),
            Probe(file: "ketch", secrets: ["header_value": "demo-token"]),
        ],
        "didomi-webhook": [Probe(file: "didomi", secrets: [:])],
    ]

    private static let registry = AdapterRegistry(folder: packageRoot.appendingPathComponent("Adapters").path)
    private static let receiving = registry.adapters.filter { $0.webhook != nil }.map(\.descriptor.id)

    /// Which of the messages are taken; none of an adapter that takes no messages.
    private func verdicts(_ adapter: any ConsentAdapter) throws -> [Bool] {
        guard let webhook = adapter.webhook else { return [] }
        return try (Self.probes[adapter.descriptor.id] ?? []).map { try $0.isTaken(by: webhook) }
    }

    @Test("taken out or written otherwise, another message is taken or refused", arguments: receiving)
    func missed(id: String) async throws {
        let adapter = try Self.registry.adapter(id)
        let known = try verdicts(adapter)
        #expect(known.contains(true) && (known.contains(false) || id == "didomi-webhook"))
        // The reason why nothing is verified is for people.
        let laws = AdapterLaws(adapter, cases: [])
        let places = await laws.untestedPlaces(in: ["webhook"], passingOver: ["none"]) { changed in
            (try? self.verdicts(changed)) != known
        }
        #expect(places.map(\.name) == [])
    }
}
