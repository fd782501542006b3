import BoundedJSON
public import ConsentAdapters
public import ConsentTransport
import ConsentTranslation
import Crypto
public import Logging

/// Posts changes to a URL, signed.
///
/// The body is `{"changes":[…]}` with the objects of `changes --json`. `Idempotency-Key` is the hash of the last change,
/// the same when the same is sent again. `ConsentBridge-Signature: t=SECONDS,v1=HEX` is HMAC-SHA256 over the seconds
/// since 1970, a dot and the body.
public struct WebhookSink: ChangeSink {
    /// The name.
    public let name: String
    /// Changes in one request.
    public let batchSize: Int

    private let http: HTTPSink
    private let secret: Secret
    private let clock: @Sendable () -> Int64

    /// A sink that posts to a URL.
    ///
    /// - Parameters:
    ///   - secret: the key of the signature, which the receiver has too.
    ///   - network: where requests may go.
    ///   - clock: seconds since 1970.
    /// - Throws: `AdapterError` for what is no URL, `TransportError` where libcurl cannot be set up.
    public init(
        name: String,
        url: String,
        secret: Secret,
        batchSize: Int = 100,
        retry: RetryPolicy = RetryPolicy(),
        network: SinkSettings.Network = SinkSettings.Network(),
        logger: Logger,
        clock: @escaping @Sendable () -> Int64 = { UnixTime.now().seconds }
    ) throws {
        self.name = name
        self.batchSize = batchSize
        self.secret = secret
        self.clock = clock
        http = try HTTPSink(url: url, retry: retry, network: network, logger: logger)
    }

    /// Posts the changes in one request.
    public func take(_ changes: [Change]) async throws {
        guard let last = changes.last else { return }
        var json = JSONWriter(capacity: 768 * changes.count)
        json.beginObject()
        json.key("changes")
        json.beginArray()
        for change in changes { change.write(into: &json) }
        json.endArray()
        json.endObject()
        let signature = Self.signature(of: json.bytes, at: clock(), secret: secret)
        try await http.post(json.bytes, key: last.hash.hex, headers: [("ConsentBridge-Signature", signature)])
    }

    /// The value of `ConsentBridge-Signature`.
    public static func signature(of body: [UInt8], at seconds: Int64, secret: Secret) -> String {
        let signed = Array("\(seconds).".utf8) + body
        let code = HMAC<SHA256>.authenticationCode(
            for: signed,
            using: SymmetricKey(data: Array(secret.reveal().utf8))
        )
        return "t=\(seconds),v1=\(Array(code).hex)"
    }

    /// Ends the connection.
    public func close() async { await http.close() }
}
