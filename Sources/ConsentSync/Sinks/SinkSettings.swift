public import ConsentAdapters
public import ConsentTransport
public import Logging
public import OptIn

/// A sink as a job file describes it.
public struct SinkSettings: Sendable {
    /// What the sink is, with what only it needs.
    public enum Kind: Sendable {
        /// A file that lines are appended to.
        case file(path: String, form: FileSink.Form)
        /// A URL that changes are posted to; the secret is nil where nobody asked for values from outside.
        case webhook(url: String, secret: Secret?, batch: Int)
        /// A datastream of Adobe's Edge Network.
        case adobeEdge(datastream: String, edge: String, rule: CollectionRule, identities: [String: String])
        /// A program.
        case command(words: [String], folder: String, batch: Int, timeout: Duration)
    }

    /// The name.
    public let name: String
    /// What it is.
    public let kind: Kind
    /// How long to go on trying where the other side fails.
    public let retry: RetryPolicy
    /// Where its requests may go.
    public let network: Network

    /// Where a sink's requests may go.
    public struct Network: Sendable, Equatable {
        /// Allows plain http to this machine, for tests.
        public var isInsecureTest = false
        /// Allows addresses of private networks, for a receiver that is hosted on site.
        public var allowsPrivateAddresses = false
        /// How this machine reaches the outside.
        public var settings = NetworkSettings()

        /// Public addresses, by https.
        public init(isInsecureTest: Bool = false) {
            self.isInsecureTest = isInsecureTest
        }
    }

    /// The sink.
    ///
    /// - Parameter settings: how this machine reaches the outside.
    /// - Throws: `AdapterError` where a setting cannot be used, `TransportError` where libcurl cannot be set up.
    public func make(reaching settings: NetworkSettings = NetworkSettings(), logger: Logger) throws -> any ChangeSink {
        var network = network
        network.settings = settings
        switch kind {
        case .file(let path, let form):
            return FileSink(name: name, path: path, form: form)
        case .command(let words, let folder, let batch, let timeout):
            return CommandSink(name: name, words: words, folder: folder, batchSize: batch, timeout: timeout)
        case .webhook(let url, let secret, let batch):
            guard let secret else {
                throw AdapterError(
                    .configuration,
                    "The sink \(name) needs its secret; run it with the environment set."
                )
            }
            return try WebhookSink(
                name: name,
                url: url,
                secret: secret,
                batchSize: batch,
                retry: retry,
                network: network,
                logger: logger
            )
        case .adobeEdge(let datastream, let edge, let rule, let identities):
            return try AdobeEdgeSink(
                name: name,
                datastream: datastream,
                edge: edge,
                rule: rule,
                identities: identities,
                retry: retry,
                network: network,
                logger: logger
            )
        }
    }
}
