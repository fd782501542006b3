import ConsentStrings
import ConsentTranslation

/// The section `inputs`.
extension ManifestLoader {
    /// The forms of the payload.
    func inputs(in manifest: YAMLMapping, decoders: [String: [DecodeStep]]) -> [PayloadInput] {
        guard let node = manifest.required("inputs") else { return [] }
        if case .list(let elements) = node.content, elements.isEmpty {
            sink.report(
                .missingKey,
                at: node.position,
                "inputs needs at least one input: \(ManifestLanguage.input.keys.joined(separator: ", "))."
            )
        }
        return manifest.list("inputs").compactMap { node in
            guard let choice = YAMLMapping(node, "an input", ManifestLanguage.input, sink: sink),
                let entry = choice.entries.first
            else { return nil }
            switch entry.key {
            case "text": return text(entry, decoders)
            case "item":
                let item = YAMLMapping(entry.value, "item", ManifestLanguage.itemInput, sink: sink)
                return item.flatMap { item in
                    item.required("required").map { _ in
                        .item(required: item.texts("required"), fields: fields(of: item, decoders))
                    }
                }
            case "rows": return rows(entry, decoders)
            case "message": return message(entry)
            default: return PayloadInput.Places(rawValue: entry.key).map { stored(choice, entry, $0, decoders) }
            }
        }
    }

    /// The names under which an input gives its values; nil where any name can occur.
    static func roots(of inputs: [PayloadInput]) -> Set<String>? {
        var roots: Set<String> = ["last", "captures"]
        for input in inputs {
            switch input {
            case .stored(let inputs, _): roots.formUnion(inputs.map(\.name))
            case .text(let input): roots.insert(input.name)
            case .item, .rows, .message: return nil
            }
        }
        return roots
    }

    private func stored(
        _ choice: YAMLMapping,
        _ entry: YAMLNode.Entry,
        _ places: PayloadInput.Places,
        _ decoders: [String: [DecodeStep]]
    ) -> PayloadInput {
        let entries = choice.free(entry.key)
        let inputs = entries.compactMap { storedInput($0, decoders) }
        if inputs.count == entries.count, !inputs.contains(where: \.isRequired) {
            sink.report(
                .invalidValue,
                at: choice.position,
                "At least one of \(entry.key) must be required: true, or any payload would be taken for this CMP's."
            )
        }
        return .stored(inputs, in: places)
    }

    private func storedInput(_ entry: YAMLNode.Entry, _ decoders: [String: [DecodeStep]]) -> StoredInput? {
        guard let rule = YAMLMapping(entry.value, entry.key, ManifestLanguage.storedInput, sink: sink) else {
            return nil
        }
        if ["last", "captures"].contains(entry.key) {
            sink.report(.invalidValue, at: entry.keyPosition, "\(entry.key) is taken; choose another name.")
        }
        let names = names(rule)
        let isRequired = rule.flag("required") ?? false
        let contains = rule.texts("contains")
        let duplicates = rule.word("duplicate", of: StoredInput.Duplicates.self) ?? .refuse
        let steps = chain(rule.text("decode"), at: rule.node("decode")?.position, decoders)
        return names.map {
            StoredInput(
                names: $0,
                name: entry.key,
                isRequired: isRequired,
                contains: contains,
                duplicates: duplicates,
                steps: steps
            )
        }
    }

    private func names(_ rule: YAMLMapping) -> StoredInput.Names? {
        let given = ["name", "pattern", "family"].filter { rule.node($0) != nil }
        guard let key = given.first, given.count == 1 else {
            sink.report(.missingKey, at: rule.position, "\(rule.name) needs exactly one of name, pattern, family.")
            return nil
        }
        guard let text = rule.text(key) else { return nil }
        if key == "name" { return .name(text) }
        guard let pattern = NamePattern(text) else {
            sink.report(.invalidValue, at: rule.node(key)?.position, Self.notAPattern(text))
            return nil
        }
        guard key == "family" else { return .pattern(pattern) }
        let by = rule.text("by") ?? pattern.captureNames.first
        guard let by, pattern.captureNames.contains(by), rule.node("by") != nil || pattern.captureNames.count == 1
        else {
            sink.report(
                .missingKey,
                at: rule.position,
                "\(rule.name) needs by: one of \(pattern.captureNames.joined(separator: ", "))."
            )
            return nil
        }
        return .family(pattern, by: by)
    }

    private func text(_ entry: YAMLNode.Entry, _ decoders: [String: [DecodeStep]]) -> PayloadInput? {
        guard let rule = YAMLMapping(entry.value, "text", ManifestLanguage.textInput, sink: sink) else { return nil }
        let name = rule.requiredText("name")
        let family = rule.word("family", of: ConsentStringFamily.self)
        let contains = rule.texts("contains")
        if rule.node("family") == nil, contains.isEmpty {
            sink.report(.missingKey, at: entry.keyPosition, "text needs family or contains, or any text would fit.")
        }
        let steps = chain(rule.text("decode"), at: rule.node("decode")?.position, decoders)
        return name.map { .text(TextInput(name: $0, family: family, contains: contains, steps: steps)) }
    }

    private func message(_ entry: YAMLNode.Entry) -> PayloadInput? {
        guard let rule = YAMLMapping(entry.value, "message", ManifestLanguage.messageInput, sink: sink) else {
            return nil
        }
        let kind = path(rule.requiredText("kind"), at: rule.node("kind")?.position)
        let required = rule.required("required").map { _ in rule.texts("required") }
        var items: [String: ValuePath] = [:]
        let accepted = rule.required("accept").map { _ in rule.free("accept") } ?? []
        for entry in accepted {
            items[entry.key] = path(rule.text(of: entry.value, entry.key), at: entry.value.position)
        }
        let ignored = rule.list("ignore").compactMap { node -> String? in
            guard let word = rule.text(of: node, "ignore") else { return nil }
            if accepted.contains(where: { $0.key == word }) {
                sink.report(.invalidValue, at: node.position, "\(word) is under accept too; a kind is read or ignored.")
            }
            return word
        }
        let members = rule.free("members").compactMap { entry -> MessageInput.Member? in
            let path = path(rule.text(of: entry.value, entry.key), at: entry.value.position)
            return path.map { MessageInput.Member(name: entry.key, path: $0) }
        }
        guard let kind, let required else { return nil }
        let input = MessageInput(kind: kind, items: items, ignored: ignored, members: members, required: required)
        return .message(input)
    }

    private func rows(_ entry: YAMLNode.Entry, _ decoders: [String: [DecodeStep]]) -> PayloadInput? {
        guard let rule = YAMLMapping(entry.value, "rows", ManifestLanguage.rowsInput, sink: sink) else { return nil }
        let required = rule.required("required").map { _ in rule.texts("required") } ?? []
        let fields = fields(of: rule, decoders)
        let separator = rule.text("separator") ?? ","
        switch rule.requiredText("format") {
        case "csv"?:
            guard separator.utf8.count == 1, let character = separator.first else {
                sink.report(.invalidValue, at: rule.node("separator")?.position, "separator is one ASCII character.")
                return nil
            }
            return .rows(RowsInput(format: .separated(character), required: required, fields: fields))
        case "ndjson"?: return .rows(RowsInput(format: .jsonLines, required: required, fields: fields))
        case "json"?: return .rows(RowsInput(format: .jsonList, required: required, fields: fields))
        case let other?:
            sink.report(
                .unknownWord,
                at: rule.node("format")?.position,
                "format cannot be \"\(other)\". It is one of csv, ndjson, json."
            )
            return nil
        case nil: return nil
        }
    }

    /// The decoders of single members or columns.
    private func fields(of rule: YAMLMapping, _ decoders: [String: [DecodeStep]]) -> [String: [DecodeStep]] {
        var fields: [String: [DecodeStep]] = [:]
        for field in rule.free("decode") {
            fields[field.key] = chain(rule.text(of: field.value, field.key), at: field.value.position, decoders)
        }
        return fields
    }
}
