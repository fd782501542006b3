import ConsentStrings
public import ConsentTranslation

/// An adapter compiled from a manifest: an immutable value, ready to translate and to pull.
public struct ManifestAdapter: ConsentAdapter, Hashable {
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
    let program: TranslationProgram

    /// How well the payload fits the best of the adapter's inputs.
    public func detect(_ item: RawItem) -> Detection? {
        let scores = program.inputs.map { (input: $0, score: $0.score(of: item)) }
        guard let best = scores.max(by: { $0.score < $1.score }), best.score > 0 else { return nil }
        return Detection(score: max(1, best.score - (descriptor.isGeneric ? 20 : 0)), reason: best.input.summary)
    }

    /// Runs the compiled program.
    public func decode(_ item: RawItem) throws(TranslationError) -> [ConsentRecord] {
        try program.records(from: item)
    }
}

extension PayloadInput {
    /// What the input is, for people.
    var summary: String {
        switch self {
        case .cookies(let inputs): "the cookie " + inputs.filter(\.isRequired).map(\.cookie).joined(separator: ", ")
        case .text(let input): input.family.map { "a bare string (\($0.rawValue))" } ?? "a bare cookie value"
        case .item(let required): "JSON with " + required.joined(separator: ", ")
        }
    }
}
