public import ConsentTranslation
import OptIn

/// The whole way from a payload to permissions: find the adapter, read the payload, apply the policy.
public struct Translator: Sendable {
    private let registry: AdapterRegistry
    private let policy: Policy
    private let now: Instant

    /// Creates a translator.
    ///
    /// - Parameters:
    ///   - registry: the adapters.
    ///   - policy: the site's policy.
    ///   - now: the time at which ages are judged.
    public init(registry: AdapterRegistry, policy: Policy, now: Instant) {
        self.registry = registry
        self.policy = policy
        self.now = now
    }

    /// Translates a payload.
    ///
    /// - Parameters:
    ///   - text: the payload.
    ///   - adapter: the adapter to use; nil to have it found.
    ///   - isComparing: whether to tell too what each rule makes of the TC string, which costs a second and third look.
    /// - Returns: the translation; for a payload that cannot be read, one with an error and everything undecided.
    /// - Throws: `AdapterError` or `DiagnosticsError` where the named adapter is not there or does not load.
    public func translate(
        _ text: String,
        with adapter: String? = nil,
        comparingTCFRules isComparing: Bool = false
    ) throws -> Translation {
        let item = RawItem(text: text)
        if let adapter {
            let adapter = try registry.adapter(adapter)
            return translate(item, with: adapter, adapter.mapping, detection: nil, isComparing: isComparing)
        }
        guard let best = registry.best(for: item) else {
            return Translation(
                error: TranslationError(
                    .noInput,
                    text.allSatisfy(\.isWhitespace)
                        ? "The payload is empty; paste the cookie, string or JSON as it is, or name its file as @FILE."
                        : "No adapter knows this payload. See `consentbridge adapter list` for what can be read; "
                            + "a cookie is pasted as NAME=VALUE."
                )
            )
        }
        return translate(
            item,
            with: best.adapter,
            best.adapter.mapping,
            detection: best.detection,
            isComparing: isComparing
        )
    }

    /// Translates an item that was pulled.
    ///
    /// - Parameters:
    ///   - item: the item.
    ///   - adapter: the adapter whose CMP it came from.
    ///   - mapping: how the account's keys are read.
    /// - Returns: the translation; for an item that cannot be read, one with an error and everything undecided.
    public func translate(
        _ item: RawItem,
        with adapter: any ConsentAdapter,
        mapping: AdapterMapping
    ) -> Translation {
        translate(item, with: adapter, mapping, detection: nil, isComparing: false)
    }

    private func translate(
        _ item: RawItem,
        with adapter: any ConsentAdapter,
        _ mapping: AdapterMapping,
        detection: Detection?,
        isComparing: Bool
    ) -> Translation {
        do {
            let records = try adapter.decode(item)
            return Translation(
                adapter: adapter.descriptor,
                detection: detection,
                records: records,
                outcomes: records.map { policy.decide($0, mapping: mapping, now: now) },
                tcfRules: isComparing
                    ? records.first.flatMap { policy.comparingTCFRules(of: $0, mapping: mapping, now: now) } : nil
            )
        } catch {
            return Translation(adapter: adapter.descriptor, detection: detection, error: error)
        }
    }
}

/// What a payload came to.
public struct Translation: Sendable {
    /// The adapter that read it, where one was found.
    public let adapter: AdapterDescriptor?
    /// How the adapter was found; nil where it was named.
    public let detection: Detection?
    /// The records.
    public let records: [ConsentRecord]
    /// What the policy makes of each record.
    public let outcomes: [RecordOutcome]
    /// What each rule makes of the first record's TC string; nil where that was not asked, or no rule looks at one.
    public let tcfRules: TCFComparison?
    /// Why there are no records.
    public let error: TranslationError?

    init(
        adapter: AdapterDescriptor? = nil,
        detection: Detection? = nil,
        records: [ConsentRecord] = [],
        outcomes: [RecordOutcome] = [],
        tcfRules: TCFComparison? = nil,
        error: TranslationError? = nil
    ) {
        self.adapter = adapter
        self.detection = detection
        self.records = records
        self.outcomes = outcomes
        self.tcfRules = tcfRules
        self.error = error
    }

    /// What all records together come to; everything undecided after an error.
    public var outcome: SubjectOutcome { SubjectOutcome(merging: outcomes) }
}
