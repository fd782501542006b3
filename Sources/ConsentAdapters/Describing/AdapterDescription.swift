import ConsentStrings
import ConsentTranslation

/// What an adapter is and does, worked out from its manifest and its cases, for its README and for programs.
public struct AdapterDescription: Sendable {
    /// A form of payload.
    struct Input: Sendable {
        /// Such as `cookies`.
        let form: String
        /// The parts by name: where each stands and how it is read.
        let parts: [(name: String, place: String, isRequired: Bool, steps: String)]
    }

    /// A rule for decisions.
    struct DecisionText: Sendable {
        let place: String
        let kind: String
        /// The words with their states, or what being listed means.
        let words: [(word: String, state: String)]
        let conditions: String
    }

    let descriptor: AdapterDescriptor
    let mapping: AdapterMapping
    let source: ConsentSource?
    let webhook: ConsentWebhook?
    let rules: RecordRules?
    let inputs: [Input]
    let excuses: LawExcuses
    let cases: [AdapterCase]
    private let tree: ManifestTree?

    /// What is said of a part without steps.
    static let untouched = "as it is"

    /// Describes an adapter. Of a Swift type there is less to tell than of a manifest.
    public init(_ adapter: any ConsentAdapter, cases: [AdapterCase]) {
        let manifest = adapter as? ManifestAdapter
        descriptor = adapter.descriptor
        mapping = adapter.mapping
        source = adapter.source
        webhook = adapter.webhook
        rules = manifest?.program.rules
        inputs = (manifest?.program.inputs ?? []).map(Input.init)
        excuses = manifest?.excuses ?? LawExcuses()
        tree = manifest?.tree
        self.cases = cases
    }

    /// The manifest as one document, with whatever it takes over from others; nil for a Swift type.
    public var resolved: String? {
        tree.map { YAMLWriter.document($0.root) }
    }

    /// The rules for decisions.
    var decisions: [DecisionText] { (rules?.decisions ?? []).map(DecisionText.init) }

    /// The keys that the mapping knows, with what they mean.
    var purposes: [(key: String, purposes: [String])] {
        mapping.purposes.sorted { $0.key < $1.key }.map { (key: $0.key, purposes: $0.value.map(\.rawValue)) }
    }
}

extension AdapterDescription.Input {
    init(_ input: PayloadInput) {
        let chain = { (steps: [DecodeStep]) in
            steps.isEmpty ? AdapterDescription.untouched : DecodeStep.chainText(steps)
        }
        switch input {
        case .stored(let inputs, let places):
            form = places.form
            parts = inputs.map { part in
                let marks = part.contains.isEmpty ? "" : " with `\(part.contains.joined(separator: "` and `"))` in it"
                let place = marks.isEmpty ? part.names.text : "`\(part.names.text)`\(marks)"
                return (part.name, place, part.isRequired, chain(part.steps))
            }
        case .text(let text):
            form = "a bare text"
            let marks =
                [text.family.map { "a string of the family `\($0.rawValue)`" }].compactMap(\.self)
                + text.contains.map { "with `\($0)` in it" }
            parts = [(text.name, marks.joined(separator: ", "), true, chain(text.steps))]
        case .item(let required, let fields):
            form = "a JSON object"
            let optional = fields.keys.filter { !required.contains($0) }.sorted()
            parts =
                required.map { ($0, $0, true, chain(fields[$0] ?? [])) }
                + optional.map { ($0, $0, false, chain(fields[$0] ?? [])) }
        case .rows(let rows):
            form = "a file, one person in each row (\(rows.format.text))"
            parts = rows.required.map { ($0, $0, true, chain(rows.fields[$0] ?? [])) }
        case .message(let message):
            form = "a message, whose kind stands in `\(message.kind.text)`"
            let read = message.items.sorted { $0.key < $1.key }
            parts =
                read.map { ($0.key, $0.value.text, false, AdapterDescription.untouched) }
                + message.ignored.map { ($0, "", false, "passed over") }
        }
    }
}

extension PayloadInput.Places {
    fileprivate var form: String {
        switch self {
        case .cookies: "cookies"
        case .storage: "keys of a storage"
        case .stored: "cookies or keys of a storage"
        }
    }
}

extension RowsInput.Format {
    fileprivate var text: String {
        switch self {
        case .separated(let separator): "CSV divided by \(separator)"
        case .jsonLines: "one JSON object a line"
        case .jsonList: "one JSON list of objects"
        }
    }
}

extension AdapterDescription.DecisionText {
    init(_ rule: DecisionRule) {
        var place = rule.each.text
        if let key = rule.fixedKey { place += ", as \(key)" }
        if let key = rule.key { place += ", key in \(key.text)" }
        if case .word(let path?, _) = rule.reading { place += ", word in \(path.text)" }
        switch rule.names {
        case .all: break
        case .only(let names): place += ", only \(names.sorted().joined(separator: ", "))"
        case .except(let names): place += ", but not \(names.joined(separator: ", "))"
        }
        self.place = place
        kind = rule.kind.rawValue
        switch rule.reading {
        case .word(_, let states):
            words = states.sorted { $0.key < $1.key }.map { ($0.key, $0.value.rawValue) }
        case .listed(let state, let universe):
            let rest =
                switch universe {
                case .keys(let keys)?: [("not listed of \(keys.joined(separator: ", "))", "denied")]
                case .at(let path)?: [("not listed of \(path.text)", "denied")]
                case nil: [(String, String)]()
                }
            words = [("listed", state.rawValue)] + rest
        }
        conditions = rule.when.map(\.text).joined(separator: ", ")
    }
}
