import ConsentTranslation

/// The section `decoders`.
extension ManifestLoader {
    /// The named chains of steps. A chain may use those above it.
    func decoders(in manifest: YAMLMapping) -> [String: [DecodeStep]] {
        var decoders: [String: [DecodeStep]] = [:]
        for entry in manifest.free("decoders") {
            decoders[entry.key] = StepReader(sink: sink, hooks: hooks, decoders: decoders)
                .steps(entry.value, "decoders.\(entry.key)", from: .text)
        }
        return decoders
    }

    /// The chain that a `decode` names.
    func chain(_ name: String?, at position: YAMLNode.Position?, _ decoders: [String: [DecodeStep]]) -> [DecodeStep] {
        guard let name else { return [] }
        guard let chain = decoders[name] else {
            sink.report(.undefinedReference, at: position, StepReader.unknownDecoder(name, decoders))
            return []
        }
        return chain
    }
}

/// Reads chains of steps.
struct StepReader {
    let sink: DiagnosticSink
    let hooks: AdapterHooks
    /// The decoders above.
    let decoders: [String: [DecodeStep]]

    /// What is said about a decoder that does not exist.
    static func unknownDecoder(_ name: String, _ decoders: [String: [DecodeStep]]) -> String {
        let known = decoders.isEmpty ? "none" : decoders.keys.sorted().joined(separator: ", ")
        return "There is no decoder \(name). Under decoders there are \(known)."
    }

    /// A chain of steps, whose kinds must fit from step to step.
    func steps(_ node: YAMLNode, _ name: String, from input: DecodeStep.Kind) -> [DecodeStep] {
        guard case .list(let elements) = node.content else {
            sink.report(.wrongType, at: node.position, "\(name) must be a list of steps.")
            return []
        }
        var kind = input
        var chain: [DecodeStep] = []
        for element in elements {
            for step in step(element, after: kind) {
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
        }
        return chain
    }

    /// The step, or the steps that it stands for.
    private func step(_ node: YAMLNode, after kind: DecodeStep.Kind) -> [DecodeStep] {
        guard let choice = YAMLMapping(node, "a step", ManifestLanguage.step, sink: sink),
            let entry = choice.entries.first
        else { return [] }
        if let plain = Self.plain[entry.key] {
            return options(entry, Shape(entry.key, "", [])).map { _ in [plain] } ?? []
        }
        switch entry.key {
        case "first_of": return firstOf(choice, entry, after: kind).map { [$0] } ?? []
        case "use": return used(choice, entry)
        default: return configured(choice, entry).map { [$0] } ?? []
        }
    }

    /// Steps without settings.
    private static let plain: [String: DecodeStep] = [
        "url_decode": .urlDecode, "base64": .base64, "base64_gzip": .base64Gzip, "lzstring": .lzString, "json": .json,
        "js_literal": .jsLiteral, "query_string": .queryString, "iab_tc": .iabTC, "iab_gpp": .iabGPP,
        "iab_usp": .iabUSP, "iab_ac": .iabAC, "gcs": .gcs, "gcd": .gcd, "consent_mode": .consentMode,
    ]

    private func configured(_ choice: YAMLMapping, _ entry: YAMLNode.Entry) -> DecodeStep? {
        switch entry.key {
        case "pairs": return pairs(entry)
        case "fields": return fields(entry)
        case "split": return split(entry)
        case "match": return match(choice, entry)
        case "table": return table(choice)
        case "bits": return bits(choice)
        case "at": return path(choice, entry)
        case "require":
            let names = choice.texts("require")
            if names.isEmpty { sink.report(.missingKey, at: entry.keyPosition, "require needs at least one name.") }
            return .require(names)
        case "member": return member(entry)
        case "hook": return hook(choice, entry)
        default: return nil
        }
    }

    private func options(_ entry: YAMLNode.Entry, _ shape: Shape) -> YAMLMapping? {
        YAMLMapping(entry.value, entry.key, shape, sink: sink)
    }

    private func firstOf(_ choice: YAMLMapping, _ entry: YAMLNode.Entry, after kind: DecodeStep.Kind) -> DecodeStep? {
        let nodes = choice.list("first_of")
        let alternatives = nodes.map { steps($0, "first_of", from: kind) }
        if alternatives.contains(where: \.isEmpty) || alternatives.isEmpty {
            sink.report(.wrongType, at: entry.keyPosition, "first_of needs a list of lists of steps.")
            return nil
        }
        for (node, alternative) in zip(nodes.dropLast(), alternatives) where !alternative.contains(where: \.isFallible)
        {
            sink.report(
                .unreachable,
                at: node.position,
                "This alternative cannot fail, so those behind it are never tried. Add a require, or put it last."
            )
        }
        return .firstOf(alternatives)
    }

    private func used(_ choice: YAMLMapping, _ entry: YAMLNode.Entry) -> [DecodeStep] {
        guard let name = choice.text("use") else { return [] }
        if let steps = decoders[name] { return steps }
        sink.report(
            .undefinedReference,
            at: entry.value.position,
            Self.unknownDecoder(name, decoders) + " A decoder can use those above it."
        )
        return []
    }

    private func hook(_ choice: YAMLMapping, _ entry: YAMLNode.Entry) -> DecodeStep? {
        guard let name = choice.text("hook") else { return nil }
        if let hook = hooks.decode[name] { return .hook(hook) }
        sink.report(.undefinedReference, at: entry.value.position, hooks.unknown("decode", name, hooks.decode.keys))
        return nil
    }

    private func path(_ choice: YAMLMapping, _ entry: YAMLNode.Entry) -> DecodeStep? {
        guard let text = choice.text("at") else { return nil }
        guard let path = ValuePath(text) else {
            sink.report(.invalidValue, at: entry.value.position, ManifestLoader.notAPath(text))
            return nil
        }
        return .at(path)
    }

    private func member(_ entry: YAMLNode.Entry) -> DecodeStep? {
        guard let options = options(entry, ManifestLanguage.member) else { return nil }
        let name = options.requiredText("name")
        let chain = options.required("steps").map { steps($0, "steps", from: .any) }
        guard let name, let chain else { return nil }
        return .member(name, chain)
    }
}

/// Steps with settings.
extension StepReader {
    private func pairs(_ entry: YAMLNode.Entry) -> DecodeStep? {
        guard let options = options(entry, ManifestLanguage.pairs) else { return nil }
        let separators = options.requiredText("separator")
        let assign = options.requiredText("assign")
        guard let separators, let assign else { return nil }
        guard separators.allSatisfy(\.isASCII), assign.utf8.count == 1, let character = assign.first else {
            sink.report(
                .invalidValue,
                at: entry.keyPosition,
                "separator and assign are ASCII characters; assign is one."
            )
            return nil
        }
        guard !separators.contains(character) else {
            sink.report(.invalidValue, at: entry.keyPosition, "separator and assign must differ.")
            return nil
        }
        return .pairs(separators: separators, assign: character)
    }

    private func fields(_ entry: YAMLNode.Entry) -> DecodeStep? {
        guard let options = options(entry, ManifestLanguage.fields) else { return nil }
        let separator = character(options, "separator")
        let names = options.texts("names")
        if options.required("names") != nil, names.isEmpty || Set(names).count != names.count {
            sink.report(.invalidValue, at: options.node("names")?.position, "names are different texts, one at least.")
        }
        return separator.map { .fields(separator: $0, names: names) }
    }

    private func split(_ entry: YAMLNode.Entry) -> DecodeStep? {
        guard let options = options(entry, ManifestLanguage.split) else { return nil }
        return character(options, "separator").map { .split(separator: $0) }
    }

    private func character(_ options: YAMLMapping, _ key: String) -> Character? {
        guard let text = options.requiredText(key) else { return nil }
        guard text.utf8.count == 1, let character = text.first else {
            sink.report(.invalidValue, at: options.node(key)?.position, "\(key) is one ASCII character.")
            return nil
        }
        return character
    }

    private func match(_ choice: YAMLMapping, _ entry: YAMLNode.Entry) -> DecodeStep? {
        let patterns = choice.texts("match").compactMap { text in
            if let pattern = NamePattern(text) { return pattern }
            sink.report(.invalidValue, at: entry.value.position, ManifestLoader.notAPattern(text))
            return nil
        }
        return patterns.isEmpty ? nil : .match(patterns)
    }

    private func table(_ choice: YAMLMapping) -> DecodeStep? {
        var table: [String: ObjectValue] = [:]
        for entry in choice.free("table") {
            guard case .mapping(let members) = entry.value.content else {
                sink.report(.wrongType, at: entry.value.position, "table.\(entry.key) must be a mapping.")
                continue
            }
            var object = ObjectValue()
            for member in members {
                if let text = choice.text(of: member.value, member.key) { _ = object.append(member.key, .text(text)) }
            }
            table[entry.key] = object
        }
        return table.isEmpty ? nil : .table(table)
    }

    private func bits(_ choice: YAMLMapping) -> DecodeStep? {
        var names: [String: Int] = [:]
        for entry in choice.free("bits") {
            guard let bit = choice.text(of: entry.value, entry.key).flatMap(Int.init), bit > 0, bit & (bit - 1) == 0,
                bit <= 1 << 30, !names.values.contains(bit)
            else {
                sink.report(
                    .invalidValue,
                    at: entry.value.position,
                    "A bit is a power of two, each one once: 1, 2, 4, 8."
                )
                continue
            }
            names[entry.key] = bit
        }
        return names.isEmpty ? nil : .bits(names)
    }
}
