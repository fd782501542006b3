@testable import ConsentAdapters
import ConsentTranslation
import Foundation

/// The manifests of a made-up CMP.
enum Acme {
    /// A CMP with a cookie.
    static let cookie = """
        manifest: "1"
        adapter: { id: acme, version: 1.0.0, vendor: Acme, title: Acme cookie }
        inputs:
          - cookies: { consent: { name: acme, required: true, decode: consent } }
        decoders:
          consent:
            - query_string: {}
        record:
          decisions:
            - { each: consent, kind: category, states: { "1": granted, "0": denied } }
        mapping:
          purposes: { stats: [analytics], ads: [advertising] }
        """

    /// A CMP with an API; `stream` stands in the place of its change feed.
    static func api(
        stream: String = """
        changes:
            kind: changes
            path: /v1/changes
            query: { from: "${window.start}", to: "${window.end}" }
            window: { step: 6d, lookback: 10m }
            paginate:
              page_size: { query: size, value: 50 }
              continuation: { from: next, header: x-next }
            items: content
        """,
        step: String = "6d"
    ) -> String {
        """
        manifest: "1"
        adapter: { id: acme-api, version: 1.0.0, vendor: Acme, title: Acme API }
        config:
          host:
            required: true
            allowed: ["cmp.example.com", "cmp-*.example.com", "*.my.example.com"]
            help: "the tenant's host"
          tenant: { help: "the tenant's name" }
          key: { required: true, secret: true, help: "the API key" }
        host: "${config.host}"
        auth:
          kind: oauth2_client_credentials
          token_path: "/t/${config.tenant}/token"
          client_id: "${config.tenant}"
          client_secret: "${config.key}"
        streams:
          subject:
            kind: subject
            path: "/v1/people/${subject.id}"
            headers: { x-subject: "${subject.id}", x-tenant: "tenant=${config.tenant};${config.host}" }
            not_found: [404]
            namespace: acme.id
          \(stream)
        inputs:
          - item: { required: [id, choices] }
        record:
          identities: [{ at: id, namespace: acme.id, required: true }]
          decisions:
            - { each: choices, kind: purpose, states: { "yes": granted, "no": denied } }
        """.replacing("6d", with: step)
    }

    static func source(_ manifest: String = api()) throws -> ConsentSource {
        guard let source = try ManifestLoader.load(manifest, file: "acme.yaml").source else {
            throw AdapterError(.unknownStream, "no streams")
        }
        return source
    }

    static func changes(_ manifest: String = api()) throws -> ConsentStream {
        try source(manifest).stream(named: "changes")
    }

    static let connection = Connection(
        values: ["host": "cmp.example.com", "tenant": "shop"],
        secrets: ["key": Secret("s3cret")]
    )
}

/// A moment that a test names.
func at(_ text: String) -> Instant {
    Instant(iso8601: text) ?? Instant(milliseconds: 0)
}

/// A folder that is gone after the test.
final class TemporaryFolder {
    let path: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("acme-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path
    }

    /// Writes a file and the folders above it.
    func write(_ text: String, to name: String) throws {
        let file = URL(fileURLWithPath: path).appendingPathComponent(name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}
