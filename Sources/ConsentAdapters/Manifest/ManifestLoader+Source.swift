import ConsentTranslation

/// The sections `config`, `host`, `hosts`, `limits` and `streams`: the pull half.
extension ManifestLoader {
    /// What a connection must or may set.
    func parameters(in manifest: YAMLMapping) -> [ConsentSource.Parameter] {
        manifest.free("config").compactMap { parameter($0) }
    }

    /// The pull half; nil where the manifest has no streams.
    ///
    /// - Parameter inputs: the adapter's inputs, whose rows a pulled file is read as.
    func source(
        in manifest: YAMLMapping,
        parameters: [ConsentSource.Parameter],
        inputs: [PayloadInput]
    ) -> ConsentSource? {
        guard manifest.node("streams") != nil else {
            if let node = manifest.node("discover") {
                sink.report(
                    .missingKey,
                    at: node.position,
                    "discover needs streams beside it, by which consents are pulled."
                )
            }
            return nil
        }
        let config = SourceReader.Config(parameters: parameters)
        let host = template(
            manifest.requiredText("host"),
            at: manifest.node("host")?.position,
            allowing: config.isPlain
        )
        var hosts: [String: Template] = [:]
        for entry in manifest.free("hosts") {
            let text = manifest.text(of: entry.value, entry.key)
            hosts[entry.key] = template(text, at: entry.value.position, allowing: config.isPlain)
        }
        let reader = SourceReader(loader: self, config: config, host: host ?? .empty, hosts: hosts, inputs: inputs)
        let limits = manifest.mapping("limits", ManifestLanguage.limits)
        return ConsentSource(
            parameters: parameters,
            host: host ?? .empty,
            hosts: hosts,
            authentication: reader.authentication(in: manifest),
            rates: (limits?.list("rate") ?? []).compactMap { ConsentSource.Rate($0, sink: sink) },
            suspendRule: limits?.mapping("suspend_when", ManifestLanguage.suspendRule).flatMap(suspendRule),
            streams: manifest.free("streams").compactMap { reader.stream($0) },
            discoveries: manifest.list("discover").compactMap { reader.discovery($0) }
        )
    }

    private func parameter(_ entry: YAMLNode.Entry) -> ConsentSource.Parameter? {
        let name = "config.\(entry.key)"
        guard let rule = YAMLMapping(entry.value, name, ManifestLanguage.parameter, sink: sink) else { return nil }
        let isSecret = rule.flag("secret") ?? false
        if isSecret, let node = rule.node("default") {
            sink.report(.invalidValue, at: node.position, "A secret has no default; every connection has its own.")
        }
        return ConsentSource.Parameter(
            name: entry.key,
            isRequired: rule.flag("required") ?? false,
            isSecret: isSecret,
            allowed: rule.texts("allowed"),
            fallback: rule.text("default"),
            help: rule.text("help") ?? "a parameter of this adapter"
        )
    }

    private func suspendRule(_ rule: YAMLMapping) -> ConsentSource.SuspendRule? {
        let header = rule.requiredText("header")
        let value = rule.requiredText("is")
        guard let header, let value else { return nil }
        return ConsentSource.SuspendRule(header: header, value: value)
    }
}

/// Reads the parts of the pull half that refer to its parameters and hosts.
struct SourceReader {
    /// The parameters of a connection, for the references to them.
    struct Config {
        let parameters: [ConsentSource.Parameter]

        /// Whether a reference names a parameter that is no secret.
        func isPlain(_ reference: Template.Reference) -> Bool {
            if case .config(let name) = reference {
                return parameters.contains { $0.name == name && !$0.isSecret }
            }
            return false
        }

        /// The name of the secret parameter that a template ends with, if that is all that it refers to.
        func secret(_ template: Template) -> String? {
            guard template.references.count == 1, case .reference(.config(let name))? = template.parts.last,
                parameters.contains(where: { $0.name == name && $0.isSecret })
            else { return nil }
            return name
        }
    }

    let loader: ManifestLoader
    let config: Config
    let host: Template
    let hosts: [String: Template]
    let inputs: [PayloadInput]

    var sink: DiagnosticSink { loader.sink }

    /// The host that a rule names, or the manifest's own.
    func host(_ rule: YAMLMapping) -> Template {
        guard let name = rule.text("host") else { return host }
        guard let named = hosts[name] else {
            let known = hosts.isEmpty ? "There are none" : "There are \(hosts.keys.sorted().joined(separator: ", "))"
            sink.report(
                .undefinedReference,
                at: rule.node("host")?.position,
                "There is no host \(name) under hosts. \(known)."
            )
            return host
        }
        return named
    }

    /// A JSON object whose texts have references.
    ///
    /// - Parameter hasSecrets: whether a text may be a secret parameter, whole.
    func body(
        _ rule: YAMLMapping,
        allowing isAllowed: (Template.Reference) -> Bool,
        hasSecrets: Bool = false
    ) -> BodyTemplate? {
        guard let node = rule.node("body") else { return nil }
        guard case .mapping = node.content else {
            sink.report(.wrongType, at: node.position, "body must be a mapping.")
            return nil
        }
        return body(node, isAllowed, hasSecrets)
    }

    private func body(
        _ node: YAMLNode,
        _ isAllowed: (Template.Reference) -> Bool,
        _ hasSecrets: Bool
    ) -> BodyTemplate? {
        switch node.content {
        case .scalar(let text):
            if node.isPlain, let value = BodyTemplate.plain(text) { return value }
            if hasSecrets, case .success(let read) = Template.read(text), read.parts.count == 1,
                config.secret(read) != nil
            {
                return .text(read)
            }
            return loader.template(text, at: node.position, allowing: isAllowed).map { .text($0) }
        case .list(let elements):
            return .list(elements.compactMap { body($0, isAllowed, hasSecrets) })
        case .mapping(let entries):
            return .object(
                entries.compactMap { entry in
                    body(entry.value, isAllowed, hasSecrets).map {
                        BodyTemplate.Member(name: entry.key, value: $0)
                    }
                }
            )
        }
    }
}
