import ConsentStrings
public import ConsentTranslation

/// An adapter compiled from a manifest: an immutable value, ready to translate and to pull.
public struct ManifestAdapter: ConsentAdapter {
    /// What the adapter is.
    public let descriptor: AdapterDescriptor
    /// The default reading of its keys.
    public let mapping: AdapterMapping
    /// The manifest's text.
    public let definition: String
    /// SHA-256 of the manifest's text.
    public let fingerprint: [UInt8]
    /// The pull half, if the manifest has streams.
    public let source: ConsentSource?
    /// How messages are verified, if the manifest has a webhook.
    public let webhook: ConsentWebhook?
    var program: TranslationProgram
    /// The manifest as a tree.
    let tree: ManifestTree
    /// What the laws pass over.
    let excuses: LawExcuses
    let recordHook: AdapterHooks.RecordHook?

    /// The members that the compiled program looks at.
    public var itemNames: Set<String>? { program.itemNames }

    /// How well the payload fits the best of the adapter's inputs.
    public func detect(_ item: RawItem) -> Detection? {
        let scores = program.inputs.map { (input: $0, score: $0.score(of: item)) }
        guard let best = scores.max(by: { $0.score < $1.score }), best.score > 0 else { return nil }
        return Detection(score: max(1, best.score - (descriptor.isGeneric ? 20 : 0)), reason: best.input.summary)
    }

    /// Runs the compiled program.
    ///
    /// - Throws: also `conflict` where a record hook tries to grant what the payload does not.
    public func decode(_ item: RawItem) throws(TranslationError) -> [ConsentRecord] {
        let records = try program.records(from: item)
        guard let recordHook else { return records }
        var seen: [ConsentRecord] = []
        for record in records {
            let changed = try recordHook(record)
            guard changed.countsForNoMore(than: record) else {
                throw TranslationError(.conflict, "The adapter's record hook granted what the payload does not grant.")
            }
            seen.append(changed)
        }
        return seen
    }
}

extension ConsentRecord {
    /// Whether nothing is granted, made explicit or made to count again that is not so in the other record.
    fileprivate func countsForNoMore(than other: ConsentRecord) -> Bool {
        grants.isSubset(of: other.grants)
            && (undecidedBecause != nil || other.undecidedBecause == nil)
            && (explicitness != .explicit || other.explicitness == .explicit)
    }

    private var grants: Set<String> {
        Set(decisions.filter { $0.state == .granted }.map { "\($0.kind.rawValue) \($0.key)" })
    }
}

extension PayloadInput {
    /// What the input is, for people.
    var summary: String {
        switch self {
        case .stored(let inputs, let places):
            "\(places.noun) " + inputs.filter(\.isRequired).map(\.names.text).joined(separator: ", ")
        case .text(let input): input.family.map { "a bare string (\($0.rawValue))" } ?? "a bare cookie value"
        case .item(let required, _): "JSON with " + required.joined(separator: ", ")
        case .rows(let input): "a file with the columns " + input.required.joined(separator: ", ")
        case .message(let input): "a message by its \(input.kind.text)"
        }
    }
}

extension PayloadInput.Places {
    /// For people.
    fileprivate var noun: String {
        switch self {
        case .cookies: "the cookie"
        case .storage: "the storage key"
        case .stored: "the cookie or storage key"
        }
    }
}

extension StoredInput.Names {
    /// The name or pattern as it is written.
    var text: String {
        switch self {
        case .name(let name): name
        case .pattern(let pattern), .family(let pattern, _): pattern.text
        }
    }
}
