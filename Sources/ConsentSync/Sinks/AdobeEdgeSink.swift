import BoundedJSON
import ConsentAdapters
import ConsentTranslation
public import ConsentTransport
public import Logging
public import OptIn

/// Tells Adobe's Edge Network what a subject decided, as the Web SDK's `setConsent` does.
///
/// One request a change, to `privacy/set-consent` of a datastream, with Adobe's standard 2.0. Undecided is left alone:
/// no word of it is sent, unless the rule writes it as pending. The edge keeps consent by ECID, so subjects of other
/// namespaces are skipped, unless the site says which identity namespace theirs is.
public struct AdobeEdgeSink: ChangeSink {
    /// The name.
    public let name: String
    /// The edge takes one identity a request.
    public var batchSize: Int { 1 }

    /// The Edge Network's own host.
    public static let standardHost = "https://edge.adobedc.net"
    /// The namespaces of ECIDs.
    public static let standardIdentities = ["ecid": "ECID", "ECID": "ECID"]

    private let http: HTTPSink
    private let datastream: String
    private let rule: CollectionRule
    private let identities: [String: String]

    /// A sink that posts to a datastream.
    ///
    /// - Parameters:
    ///   - datastream: the datastream's id.
    ///   - edge: scheme and host, such as a first-party domain.
    ///   - rule: how categories become the edge's words.
    ///   - identities: the identity namespace of each of the store's namespaces.
    ///   - network: where requests may go.
    /// - Throws: `AdapterError` for what is no URL, `TransportError` where libcurl cannot be set up.
    public init(
        name: String,
        datastream: String,
        edge: String = Self.standardHost,
        rule: CollectionRule = CollectionRule(),
        identities: [String: String] = Self.standardIdentities,
        retry: RetryPolicy = RetryPolicy(),
        network: SinkSettings.Network = SinkSettings.Network(),
        logger: Logger
    ) throws {
        self.name = name
        self.datastream = datastream
        self.rule = rule
        self.identities = identities
        http = try HTTPSink(
            url: edge + "/ee/v1/privacy/set-consent",
            retry: retry,
            network: network,
            logger: logger
        )
    }

    /// Skips whom the edge cannot know, and what it has no word for.
    public func reasonToSkip(_ change: Change) -> String? {
        guard let subject = change.subject, identities[subject.namespace] != nil else {
            return "the subject has no identity that the Edge Network knows"
        }
        return consent(of: change).isEmpty ? "nothing is decided that the Edge Network has a word for" : nil
    }

    /// Posts the consent of one change.
    public func take(_ changes: [Change]) async throws {
        for change in changes {
            guard let subject = change.subject, let namespace = identities[subject.namespace] else { continue }
            let body = Self.body(consent(of: change), namespace: namespace, id: subject.id)
            try await http.post(
                body,
                key: change.hash.hex,
                headers: [],
                query: [("configId", datastream), ("requestId", Self.requestID(change.hash))]
            )
        }
    }

    private func consent(of change: Change) -> WebSDKConsent {
        let decision = ExportedDecision(permissions: change.after, decidedAt: change.decidedAt.milliseconds)
        return WebSDKConsent(decision, rule: rule, standards: [.adobe2])
    }

    private static func body(_ consent: WebSDKConsent, namespace: String, id: String) -> [UInt8] {
        var json = JSONWriter(capacity: 512)
        json.beginObject()
        json.key("query")
        json.beginObject()
        json.key("consent")
        json.beginObject()
        json.member("operation", "update")
        json.endObject()
        json.endObject()
        json.key("identityMap")
        json.beginObject()
        json.key(namespace)
        json.beginArray()
        json.beginObject()
        json.member("id", id)
        json.endObject()
        json.endArray()
        json.endObject()
        json.key("consent")
        consent.write(into: &json)
        json.endObject()
        return json.bytes
    }

    /// A UUID made of the change's hash, the same when the same is sent again.
    private static func requestID(_ hash: [UInt8]) -> String {
        let hex = Array(Array(hash.prefix(16)).hex)
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { range in
            String(hex[range.clamped(to: 0..<hex.count)])
        }.joined(separator: "-")
    }

    /// Ends the connection.
    public func close() async { await http.close() }
}
