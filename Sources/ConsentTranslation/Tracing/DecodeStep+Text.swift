extension DecodeStep {
    /// The step as manifests write it, without the quotes and brackets: `pairs , :`, `at consent.groups`.
    public var text: String {
        switch self {
        case .urlDecode: "url_decode"
        case .base64: "base64"
        case .base64Gzip: "base64_gzip"
        case .lzString: "lzstring"
        case .json: "json"
        case .jsLiteral: "js_literal"
        case .queryString: "query_string"
        case .pairs(let separators, let assign): "pairs \(separators) \(assign)"
        case .fields(let separator, let names): "fields \(separator) (\(names.joined(separator: ", ")))"
        case .split(let separator): "split \(separator)"
        case .match(let patterns): "match \(patterns.map(\.text).joined(separator: " or "))"
        case .table(let table): "table of \(table.count) texts"
        case .bits(let names): "bits \(names.keys.sorted().joined(separator: ", "))"
        case .iabTC: "iab_tc"
        case .iabGPP: "iab_gpp"
        case .iabUSP: "iab_usp"
        case .iabAC: "iab_ac"
        case .gcs: "gcs"
        case .gcd: "gcd"
        case .consentMode: "consent_mode"
        case .at(let path): "at \(path.text)"
        case .require(let names): "require \(names.joined(separator: ", "))"
        case .member(let name, _): "member \(name)"
        case .firstOf: "first_of"
        case .hook(let hook): "hook \(hook.identity)"
        }
    }

    /// The step with those within it: `first_of (query_string → require groups | url_decode → query_string)`.
    public var fullText: String {
        switch self {
        case .member(let name, let steps): "member \(name) (\(Self.chainText(steps)))"
        case .firstOf(let alternatives): "first_of (\(alternatives.map(Self.chainText).joined(separator: " | ")))"
        default: text
        }
    }

    /// A chain of steps.
    public static func chainText(_ steps: [DecodeStep]) -> String {
        steps.map(\.fullText).joined(separator: " → ")
    }
}

extension Condition {
    /// The condition in words, such as `closed is absent`.
    public var text: String {
        switch test {
        case .present: "\(path.text) is there"
        case .absent: "\(path.text) is absent"
        case .oneOf(let words): "\(path.text) is \(words.joined(separator: " or "))"
        case .noneOf(let words): "\(path.text) is not \(words.joined(separator: " or "))"
        }
    }
}
