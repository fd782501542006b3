import ConsentStrings
import ConsentTranslation

/// The sections `decoders` and `inputs`.
extension ManifestLoader {
    /// The named chains of steps.
    func decoders(in manifest: YAMLMapping) -> [String: [DecodeStep]] {
        var decoders: [String: [DecodeStep]] = [:]
        for entry in manifest.free("decoders") {
            decoders[entry.key] = steps(entry.value, "decoders.\(entry.key)", from: .text)
        }
        return decoders
    }

    /// A chain of steps, whose kinds must fit from step to step.
    private func steps(_ node: YAMLNode, _ name: String, from input: DecodeStep.Kind) -> [DecodeStep] {
        guard case .list(let elements) = node.content else {
            sink.report(.wrongType, at: node.position, "\(name) must be a list of steps.")
            return []
        }
        var kind = input
        var chain: [DecodeStep] = []
        for element in elements {
            guard let step = step(element, after: kind) else { continue }
            if step.input != .any, kind != .any, step.input != kind {
                sink.report(
                    .stepMismatch,
                    at: element.position,
                    "This step takes \(step.input.rawValue), but what comes before it gives \(kind.rawValue)."
                )
            }
            kind = step.output
            chain.append(step)
        }
        return chain
    }

    private static let stepNames = ["url_decode", "query_string", "pairs", "iab_tc", "require", "member", "first_of"]

    private func step(_ node: YAMLNode, after kind: DecodeStep.Kind) -> DecodeStep? {
        guard let mapping = YAMLMapping(node, "a decode step", keys: Self.stepNames, sink: sink) else { return nil }
        guard let entry = mapping.entries.first, mapping.entries.count == 1 else {
            sink.report(
                .wrongType,
                at: node.position,
                "A step is one word with its options, such as { query_string: {} }."
            )
            return nil
        }
        switch entry.key {
        case "url_decode": return options(entry, []).map { _ in .urlDecode }
        case "query_string": return options(entry, []).map { _ in .queryString }
        case "iab_tc": return options(entry, []).map { _ in .iabTC }
        case "pairs": return pairs(entry)
        case "require":
            let names = mapping.texts("require")
            if names.isEmpty { sink.report(.missingKey, at: entry.keyPosition, "require needs at least one name.") }
            return .require(names)
        case "member": return member(entry)
        case "first_of":
            let alternatives = mapping.list("first_of").map { steps($0, "first_of", from: kind) }
            if alternatives.contains(where: \.isEmpty) || alternatives.isEmpty {
                sink.report(.wrongType, at: entry.keyPosition, "first_of needs a list of lists of steps.")
                return nil
            }
            return .firstOf(alternatives)
        default: return nil
        }
    }

    private func options(_ entry: YAMLNode.Entry, _ keys: [String]) -> YAMLMapping? {
        YAMLMapping(entry.value, entry.key, keys: keys, sink: sink)
    }

    private func pairs(_ entry: YAMLNode.Entry) -> DecodeStep? {
        guard let options = options(entry, ["separator", "assign"]) else { return nil }
        let separator = options.requiredText("separator")
        guard let assign = options.requiredText("assign"), let separator else { return nil }
        guard separator.utf8.count == 1, assign.utf8.count == 1, let first = separator.first, let second = assign.first
        else {
            sink.report(.invalidValue, at: entry.keyPosition, "separator and assign are one ASCII character each.")
            return nil
        }
        return .pairs(separator: first, assign: second)
    }

    private func member(_ entry: YAMLNode.Entry) -> DecodeStep? {
        guard let options = options(entry, ["name", "steps"]) else { return nil }
        let name = options.requiredText("name")
        let chain = options.required("steps").map { steps($0, "steps", from: .any) }
        guard let name, let chain else { return nil }
        return .member(name, chain)
    }

    /// The forms of the payload.
    func inputs(in manifest: YAMLMapping, decoders: [String: [DecodeStep]]) -> [PayloadInput] {
        guard let node = manifest.required("inputs") else { return [] }
        if case .list(let elements) = node.content, elements.isEmpty {
            sink.report(.missingKey, at: node.position, "inputs needs at least one input: cookies, text or item.")
        }
        return manifest.list("inputs").compactMap { node in
            guard let input = YAMLMapping(node, "an input", keys: ["cookies", "text", "item"], sink: sink) else {
                return nil
            }
            guard let entry = input.entries.first, input.entries.count == 1 else {
                sink.report(.wrongType, at: node.position, "An input is one of cookies, text and item.")
                return nil
            }
            switch entry.key {
            case "cookies": return cookies(input, decoders)
            case "text": return text(entry, decoders)
            case "item":
                guard let item = YAMLMapping(entry.value, "item", keys: ["required"], sink: sink) else { return nil }
                return .item(required: item.texts("required"))
            default: return nil
            }
        }
    }

    private func cookies(_ input: YAMLMapping, _ decoders: [String: [DecodeStep]]) -> PayloadInput {
        let entries = input.free("cookies")
        let inputs = entries.compactMap { entry -> CookieInput? in
            let keys = ["cookie", "required", "decode"]
            guard let rule = YAMLMapping(entry.value, entry.key, keys: keys, sink: sink) else { return nil }
            let cookie = rule.requiredText("cookie")
            let isRequired = rule.flag("required") ?? false
            let steps = chain(rule, decoders)
            return cookie.map { CookieInput(cookie: $0, name: entry.key, isRequired: isRequired, steps: steps) }
        }
        if inputs.count == entries.count, !inputs.contains(where: \.isRequired) {
            sink.report(
                .invalidValue,
                at: input.position,
                "At least one cookie must be required: true, or any header would be taken for this CMP's."
            )
        }
        return .cookies(inputs)
    }

    private func text(_ entry: YAMLNode.Entry, _ decoders: [String: [DecodeStep]]) -> PayloadInput? {
        let keys = ["name", "family", "contains", "decode"]
        guard let rule = YAMLMapping(entry.value, "text", keys: keys, sink: sink) else { return nil }
        let name = rule.requiredText("name")
        let family = rule.word("family", of: ConsentStringFamily.self)
        let contains = rule.texts("contains")
        if rule.node("family") == nil, contains.isEmpty {
            sink.report(.missingKey, at: entry.keyPosition, "text needs family or contains, or any text would fit.")
        }
        let steps = chain(rule, decoders)
        return name.map { .text(TextInput(name: $0, family: family, contains: contains, steps: steps)) }
    }

    private func chain(_ rule: YAMLMapping, _ decoders: [String: [DecodeStep]]) -> [DecodeStep] {
        guard let name = rule.text("decode") else { return [] }
        guard let chain = decoders[name] else {
            let known = decoders.isEmpty ? "none" : decoders.keys.sorted().joined(separator: ", ")
            sink.report(
                .undefinedReference,
                at: rule.node("decode")?.position,
                "There is no decoder \(name). Under decoders there are \(known)."
            )
            return []
        }
        return chain
    }
}
