import ConsentTranslation

/// The section `webhook`.
extension ManifestLoader {
    /// How messages are verified; nil where the manifest says nothing of messages, or after a mistake.
    func webhook(in manifest: YAMLMapping, parameters: [ConsentSource.Parameter]) -> ConsentWebhook? {
        guard let section = manifest.mapping("webhook", ManifestLanguage.webhook),
            let node = section.required("verify"),
            let choice = YAMLMapping(node, "verify", ManifestLanguage.verify, sink: sink),
            let entry = choice.entries.first
        else { return nil }
        let config = SourceReader.Config(parameters: parameters)
        let verification: ConsentWebhook.Verification? =
            switch entry.key {
            case "none": choice.text("none").map { .none(reason: $0) }
            case "header": header(choice, config)
            case "hmac": hmacs(choice, config).map { .hmac($0) }
            default: nil
            }
        return verification.map { ConsentWebhook(verification: $0) }
    }

    private func header(_ choice: YAMLMapping, _ config: SourceReader.Config) -> ConsentWebhook.Verification? {
        guard let rule = choice.mapping("header", ManifestLanguage.secretHeader) else { return nil }
        let name = rule.requiredText("name")
        let values = secrets(rule, "value", config)
        guard let name, !values.isEmpty else { return nil }
        return .header(
            values.map { ConsentSource.SecretField(name: name, prefix: $0.prefix, parameter: $0.parameter) }
        )
    }

    /// The forms of a signature, each of which has a header of its own; nil after a mistake.
    private func hmacs(_ choice: YAMLMapping, _ config: SourceReader.Config) -> [ConsentWebhook.Signature]? {
        guard let node = choice.node("hmac") else { return nil }
        let nodes = if case .list(let elements) = node.content { elements } else { [node] }
        if nodes.isEmpty { sink.report(.missingKey, at: node.position, "hmac needs at least one form of signature.") }
        var forms: [ConsentWebhook.Signature] = []
        for node in nodes {
            guard let rule = YAMLMapping(node, "hmac", ManifestLanguage.hmac, sink: sink),
                let form = hmac(rule, config)
            else { continue }
            if forms.contains(where: { $0.header.lowercased() == form.header.lowercased() }) {
                sink.report(
                    .invalidValue,
                    at: rule.node("header")?.position,
                    "Two forms have the header \(form.header); by the header a message's form is known."
                )
            }
            forms.append(form)
        }
        return forms.count == nodes.count && !forms.isEmpty ? forms : nil
    }

    private func hmac(_ rule: YAMLMapping, _ config: SourceReader.Config) -> ConsentWebhook.Signature? {
        let header = rule.requiredText("header")
        let secrets = secrets(rule, "secret", config)
        for secret in secrets where !secret.prefix.isEmpty {
            sink.report(
                .invalidValue,
                at: rule.node("secret")?.position,
                "A secret that signs is a parameter as a whole: ${config.\(secret.parameter)}."
            )
        }
        let algorithm = rule.word("algorithm", of: ConsentWebhook.Signature.Algorithm.self) ?? .sha256
        let encoding = rule.word("encoding", of: ConsentWebhook.Signature.Encoding.self) ?? .hex
        let field = listField(rule)
        let time = rule.mapping("timestamp", ManifestLanguage.signedTime).flatMap { signedTime($0, beside: field) }
        guard let header, !secrets.isEmpty else { return nil }
        return ConsentWebhook.Signature(
            header: header,
            field: field,
            prefix: rule.text("prefix") ?? "",
            algorithm: algorithm,
            encoding: encoding,
            parameters: secrets.map(\.parameter),
            time: time
        )
    }

    private func signedTime(_ rule: YAMLMapping, beside field: String?) -> ConsentWebhook.SignedTime? {
        let header = rule.text("header")
        let name = listField(rule)
        if (header == nil) == (rule.node("field") == nil) {
            sink.report(
                .missingKey,
                at: rule.position,
                "timestamp needs either header or field: where the time stands."
            )
        }
        if let name, field == nil || field == name {
            sink.report(
                .invalidValue,
                at: rule.node("field")?.position,
                "The time's field stands in a list with the signature, which needs a field of another name: field: v1."
            )
        }
        let format = rule.word("format", of: RecordRules.Time.Format.self) ?? .epochSeconds
        let tolerance = rule.milliseconds("tolerance") ?? 300_000
        guard let place = header.map({ .header($0) }) ?? name.map({ ConsentWebhook.SignedTime.Place.field($0) }) else {
            return nil
        }
        return ConsentWebhook.SignedTime(
            place: place,
            format: format,
            separator: rule.text("separator") ?? ".",
            tolerance: tolerance
        )
    }

    /// A name in a list of `NAME=VALUE`; nil where there is none, or after a mistake.
    private func listField(_ rule: YAMLMapping) -> String? {
        guard let name = rule.text("field") else { return nil }
        guard SignatureList.isName(name) else {
            sink.report(
                .invalidValue,
                at: rule.node("field")?.position,
                "field is a name as it stands in NAME=VALUE: no space, comma or equals sign."
            )
            return nil
        }
        return name
    }

    /// Texts that end with a secret parameter, one or several.
    private func secrets(
        _ rule: YAMLMapping,
        _ key: String,
        _ config: SourceReader.Config
    ) -> [(prefix: String, parameter: String)] {
        guard let node = rule.required(key) else { return [] }
        let nodes = if case .list(let elements) = node.content { elements } else { [node] }
        if nodes.isEmpty {
            sink.report(.missingKey, at: node.position, "\(key) needs at least one secret parameter.")
        }
        return nodes.compactMap { node in
            guard let text = rule.text(of: node, key) else { return nil }
            guard case .success(let template) = Template.read(text), let name = config.secret(template) else {
                sink.report(
                    .undefinedReference,
                    at: node.position,
                    "\(key) must end with ${config.NAME} of a parameter with secret: true."
                )
                return nil
            }
            return (Template(parts: template.parts.dropLast()).text, name)
        }
    }
}
