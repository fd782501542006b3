import ConsentAdapters
import ConsentTesting
import ConsentTranslation
import ConsentTransport
import Foundation
import Logging
import Testing

/// A made-up CMP with one listing, as a manifest and as the scenario that plays it.
struct SmallListing: Sendable {
    /// What stands under `changes`, besides kind and path.
    var stream: String
    /// What stands under `listing`, besides the collection.
    var listing: String
    var method = "get"
    /// Faults of the listing, as the list of a scenario.
    var faults = "[]"
    var count = 40
    /// How long a token claims to live, in seconds.
    var tokenLife = 3_600

    private static let session = """
        auth:
          kind: oauth2_client_credentials
          token_path: /token
          client_id: "${config.client}"
          client_secret: "${config.key}"
        """

    private var manifest: String {
        """
        manifest: "1"
        adapter: { id: acme, version: 1.0.0, vendor: Acme, title: Acme listing }
        config:
          host: { required: true }
          client: { default: shop }
          key: { required: true, secret: true }
        host: "${config.host}"
        \(Self.session)
        limits: { suspend_when: { header: ot-period, is: HOUR } }
        streams:
          changes: { kind: changes, path: /all, \(stream) }
        inputs:
          - rows: { format: csv, required: [id, choices], decode: { choices: choices } }
          - rows: { format: ndjson, required: [id, choices] }
          - item: { required: [id, choices] }
        decoders:
          choices: [{ json: {} }]
        record:
          identities: [{ at: id, namespace: acme.id, required: true }]
          decisions:
            - { each: choices, kind: purpose, states: { "yes": granted, "no": denied } }
        """
    }

    func registry() throws -> AdapterRegistry {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("acme-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let home = folder.appendingPathComponent("acme")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        try Data(manifest.utf8).write(to: home.appendingPathComponent("adapter.yaml"))
        return AdapterRegistry(folder: folder.path)
    }

    func adapter() throws -> any ConsentAdapter { try registry().adapter("acme") }

    func scenario() throws -> Scenario {
        try Scenario(
            yaml: """
                scenario: small
                about: one listing
                routes:
                  - name: token
                    post: /token
                    form: { client_secret: demo-secret }
                    issue_token: { expires_in: \(tokenLife) }
                  - name: all
                    \(method): /all
                    bearer: true
                    listing: { collection: people, \(listing) }
                faults:
                  all: \(faults)
                collections:
                  people:
                    repeat: '{"id":"r<n>","choices":{"stats":"<yes|no>"},"at":"<time>"}'
                    count: \(count)
                    seed: 5
                    from: 2026-11-10T00:00:00Z
                    to: 2026-11-22T00:00:00Z
                """,
            file: "small.yaml"
        )
    }

    /// An account at the server.
    func account(
        port: Int,
        secret: String = "demo-secret",
        clock: any TransportClock = SystemTransportClock(),
        limits: TransportLimits = TransportLimits()
    ) throws -> CMPAccount {
        let source = try #require(try adapter().source)
        let connection = try source.checked(
            Connection(
                secrets: ["host": Secret("127.0.0.1:\(port)"), "key": Secret(secret)],
                isInsecureTest: true
            )
        )
        return try CMPAccount(
            source: source,
            connection: connection,
            limits: limits,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            surroundings: Surroundings(clock: clock)
        )
    }

    /// The listing as the manifest has it.
    func changes() throws -> ConsentStream {
        try #require(try adapter().source).stream(named: "changes")
    }

    static let since = Instant(iso8601: "2026-11-10T00:00:00Z") ?? SyncBench.now
    static let now = Instant(iso8601: "2026-11-22T12:00:00Z") ?? SyncBench.now
}

extension RawItem {
    /// The item's member `id`.
    var listedID: String? {
        switch payload {
        case .value(let value): value["id"]?.scalar
        case .text: nil
        }
    }
}
