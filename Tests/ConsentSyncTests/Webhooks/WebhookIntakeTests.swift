import ConsentAdapters
import ConsentSync
import ConsentTranslation
import Foundation
import OptIn
import Testing

@Suite("Messages of a CMP, taken into the store")
struct WebhookIntakeTests {
    private let store: any ConsentStore

    init() throws {
        store = MemoryStore()
    }

    private static func captured(_ name: String) throws -> WebhookMessage {
        let file = packageRoot.appendingPathComponent("Fixtures/webhooks/\(name).http")
        return try WebhookMessage(captured: Array(try Data(contentsOf: file)))
    }

    private func intake(
        _ adapter: String,
        secrets: [String: String] = [:],
        keepsPayloads: Bool = false
    ) throws -> WebhookIntake {
        try WebhookIntake(
            store: store,
            adapter: try SyncBench.registry.adapter(adapter),
            account: WebhookIntake.Account(
                name: "hooks",
                connection: Connection(secrets: secrets.mapValues(Secret.init)),
                keepsPayloads: keepsPayloads
            ),
            policy: .standard,
            mappings: SyncEngine.mappings(SyncBench.registry, []),
            now: SyncBench.now
        )
    }

    private func take(
        _ names: [String],
        _ adapter: String = "generic-webhook",
        secrets: [String: String] = ["signing_secret": "demo-secret"]
    ) async throws -> [WebhookIntake.Outcome] {
        try await take(try names.map { .success(try Self.captured($0)) }, intake(adapter, secrets: secrets))
    }

    private func take(
        _ messages: [Result<WebhookMessage, AdapterError>],
        _ intake: WebhookIntake
    ) async throws -> [WebhookIntake.Outcome] {
        var outcomes: [WebhookIntake.Outcome] = []
        try await intake.take(messages) { _, outcome in outcomes.append(outcome) }
        return outcomes
    }

    private func permissions(_ namespace: String, _ id: String) async throws -> Permissions? {
        try await store.subject(SubjectID(namespace: namespace, id: id))?.stored.state.permissions
    }

    @Test("a signed message changes permissions once, however often it comes")
    func again() async throws {
        #expect(try await take(["generic-signed"]) == [.taken(records: 1, changes: 1, quarantined: 0)])
        #expect(
            try await take(["generic-signed", "generic-signed"])
                == Array(repeating: .taken(records: 1, changes: 0, quarantined: 0), count: 2)
        )
        let permissions = try await permissions("example.subject", "p-7")
        #expect(permissions?[.aa] == .approved && permissions?[.aam] == .denied && permissions?[.campaign] == .approved)
        #expect(try await store.verifyLedger().isSound)
        let run = try #require(try await store.lastRun(of: "hooks"))
        #expect(run.outcome == .completed && run.counts.pages == 2 && run.counts.changes == 0)
    }

    @Test(
        "what does not prove that it is the CMP's leaves nothing behind",
        arguments: ["generic-other-body", "generic-unsigned"]
    )
    func unverified(name: String) async throws {
        let outcomes = try await take([name])
        guard case .refused(let error)? = outcomes.first else {
            Issue.record("\(outcomes)")
            return
        }
        #expect(error.code == .unverified)
        #expect(try await store.totals().records == 0)
        #expect(try await store.quarantineCount() == 0)
        #expect(try await store.lastRun(of: "hooks")?.outcome == .completedWithFailures)
    }

    @Test("the others are taken although one of them is refused")
    func mixed() async throws {
        let outcomes = try await take(["generic-unsigned", "generic-ping", "generic-signed"])
        #expect(outcomes.count == 3)
        #expect(outcomes[1] == .ignored)
        #expect(outcomes[2] == .taken(records: 1, changes: 1, quarantined: 0))
    }

    @Test("time and signatures in one header are as good as in two, and the message is the same")
    func listedSignature() async throws {
        #expect(try await take(["generic-listed"]) == [.taken(records: 1, changes: 1, quarantined: 0)])
        #expect(try await take(["generic-signed"]) == [.taken(records: 1, changes: 0, quarantined: 0)])
        let outcomes = try await take(["generic-listed"], secrets: ["signing_secret": "another"])
        guard case .refused(let error)? = outcomes.first else { return #expect(Bool(false), "It was taken.") }
        #expect(error.message.contains("does not fit"))
    }

    @Test("what is signed and cannot be read goes into quarantine, and is kept only where the job says so")
    func quarantine() async throws {
        #expect(try await take(["generic-broken"]) == [.taken(records: 0, changes: 0, quarantined: 1)])
        let entry = try #require(try await store.quarantine(after: 0, limit: 1).first)
        #expect(entry.item.job == "hooks" && entry.item.stream == "webhook" && entry.item.payload == nil)
        #expect(entry.item.recordHint == "message 1" && entry.item.code == "malformed")
        let keeping = try intake("generic-webhook", secrets: ["signing_secret": "demo-secret"], keepsPayloads: true)
        _ = try await take([.success(try Self.captured("generic-broken"))], keeping)
        #expect(try await store.quarantine(after: 0, limit: 9).map { $0.item.payload != nil } == [true])
        #expect(try await store.totals().records == 0)
    }

    @Test("messages that overtook each other end alike: the later decision counts, and a denial is not overtaken")
    func order() async throws {
        let intake = try intake("didomi-webhook")
        func message(_ enabled: Bool, _ time: String) -> Result<WebhookMessage, AdapterError> {
            let purposes = #"[{"id":"market_research","enabled":\#(enabled)}]"#
            let user = #"{"id":"u","organization_id":"o","updated_at":"\#(time)","consents":{"purposes":\#(purposes)}}"#
            let text = #"{"type":"user.updated","parameters":{"new_entity":\#(user)},"regulation":"gdpr"}"#
            return .success(WebhookMessage(body: Array(text.utf8)))
        }
        let granted = message(true, "2026-11-02T09:30:00Z")
        let denied = message(false, "2026-11-02T09:31:00Z")
        let outcomes = try await take([denied, granted, denied, granted], intake)
        #expect(outcomes[1...].allSatisfy { $0 == .taken(records: 1, changes: 0, quarantined: 0) })
        #expect(try await permissions("didomi.user-id", "u")?[.aa] == .denied)
        // At the same moment the denial wins, whichever came first.
        _ = try await take([message(true, "2026-11-02T09:31:00Z")], intake)
        #expect(try await permissions("didomi.user-id", "u")?[.aa] == .denied)
    }

    @Test("a choice under another law does not overwrite the one under GDPR")
    func laws() async throws {
        _ = try await take(["didomi"], "didomi-webhook", secrets: [:])
        let before = try await permissions("didomi.organization-user-id", "u-4711")
        #expect(before?[.aa] == .approved && before?[.aam] == .denied)
        let text = String(decoding: try Self.captured("didomi").body, as: UTF8.self)
            .replacing("\"gdpr\"", with: "\"cpra\"").replacing("\"enabled\":false", with: "\"enabled\":null")
        _ = try await take([.success(WebhookMessage(body: Array(text.utf8)))], try intake("didomi-webhook"))
        let details = try await store.subject(SubjectID(namespace: "didomi.organization-user-id", id: "u-4711"))
        #expect(details?.records.map(\.regulation).sorted() == ["cpra", "gdpr"])
    }

    @Test("a user who was deleted is undecided from then on, until the user chooses anew")
    func deleted() async throws {
        let text = String(decoding: try Self.captured("didomi").body, as: UTF8.self)
        let deleted = text.replacing("user.updated", with: "user.deleted").replacing("new_entity", with: "entity")
        let anew = text.replacing("2026-11-23T21:14:05Z", with: "2026-11-23T22:00:00Z")
        let messages = [text, deleted, text, anew].map { text -> Result<WebhookMessage, AdapterError> in
            .success(WebhookMessage(body: Array(text.utf8)))
        }
        let intake = try intake("didomi-webhook")
        let id = "u-4711"
        _ = try await take(Array(messages[..<1]), intake)
        #expect(try await permissions("didomi.organization-user-id", id)?[.aa] == .approved)
        _ = try await take(Array(messages[1..<3]), intake)
        let gone = try await permissions("didomi.organization-user-id", id)
        #expect(gone?[.aa] == .undecided && gone?[.aam] == .undecided, "a message that comes again brings nobody back")
        _ = try await take([messages[3]], intake)
        #expect(try await permissions("didomi.organization-user-id", id)?[.aa] == .approved)
        #expect(try await store.verifyLedger().isSound)
    }

    @Test("a header value proves Ketch's requests")
    func ketch() async throws {
        let taken = try await take(["ketch"], "ketch-webhook", secrets: ["header_value": "Bearer demo-token"])
        #expect(taken == [.taken(records: 1, changes: 1, quarantined: 0)])
        #expect(try await permissions("ketch.account-id", "C-4711")?[.aa] == .approved)
        let refused = try await take(["ketch"], "ketch-webhook", secrets: ["header_value": "Bearer other"])
        guard case .refused? = refused.first else {
            Issue.record("\(refused)")
            return
        }
    }

    @Test("a connection without the secret, and an adapter without a webhook, are told at once")
    func configuration() async throws {
        await #expect(throws: AdapterError.self) { try await take(["generic-signed"], secrets: [:]) }
        #expect(try await store.lastRun(of: "hooks")?.outcome == .failed)
        let error = #expect(throws: AdapterError.self) { try intake("generic-rest") }
        #expect(error?.code == .configuration && error?.message.contains("takes no messages") == true)
    }
}
