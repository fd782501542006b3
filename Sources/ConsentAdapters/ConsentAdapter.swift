public import ConsentTranslation

/// What knows one CMP: the protocol at the centre.
///
/// A manifest in `Adapters/` becomes one conforming type (``ManifestAdapter``); a Swift type is another. Both run
/// through the same engine and pass the same tests. The fewest members that an adapter must write are `descriptor` and
/// `decode`.
public protocol ConsentAdapter: Sendable {
    /// What the adapter is.
    var descriptor: AdapterDescriptor { get }

    /// How the adapter's keys are to be read where the site's policy does not say.
    var mapping: AdapterMapping { get }

    /// Everything that determines what the adapter does: for a manifest its text, for a Swift type its id and version.
    var definition: String { get }

    /// SHA-256 of ``definition``, stored with each change that the adapter caused.
    var fingerprint: [UInt8] { get }

    /// How well a payload fits, judged without decoding it; nil if not at all.
    func detect(_ item: RawItem) -> Detection?

    /// Reads a payload.
    ///
    /// - Throws: `TranslationError` where the payload is not the adapter's or cannot be read whole; what is half
    ///   understood must never become a record.
    func decode(_ item: RawItem) throws(TranslationError) -> [ConsentRecord]

    /// How to pull from the CMP; nil for adapters that only read payloads.
    var source: ConsentSource? { get }

    /// The members of a pulled item that ``decode(_:)`` looks at; nil where it may look at any.
    var itemNames: Set<String>? { get }

    /// How messages that the CMP sends prove that they are the CMP's; nil for adapters that take none.
    var webhook: ConsentWebhook? { get }
}

extension ConsentAdapter {
    /// Any.
    public var itemNames: Set<String>? { nil }

    /// No default mapping: the policy names the adapter's keys itself.
    public var mapping: AdapterMapping { AdapterMapping(owners: descriptor.owners) }

    /// Id and version, which for a Swift type stand for its code.
    public var definition: String { "\(descriptor.id) \(descriptor.version)" }

    /// The hash of the definition.
    public var fingerprint: [UInt8] { Fingerprint.sha256(of: definition) }

    /// Fits whatever it can decode.
    public func detect(_ item: RawItem) -> Detection? {
        (try? decode(item)).map { _ in Detection(score: 50, reason: "it decodes") }
    }

    /// Nothing to pull.
    public var source: ConsentSource? { nil }

    /// No messages.
    public var webhook: ConsentWebhook? { nil }
}

extension AdapterDescriptor {
    /// The names by which a policy may refer to the adapter's keys: its id, and its vendor in lower case.
    public var owners: Set<String> { [id, vendor.lowercased()] }
}

/// How well a payload fits an adapter.
public struct Detection: Sendable, Hashable {
    /// From 1 to 100.
    public let score: Int
    /// What it was judged by.
    public let reason: String

    /// Creates a detection.
    public init(score: Int, reason: String) {
        self.score = score
        self.reason = reason
    }
}
