import ConsentTranslation

/// The sections `config`, `host`, `auth`, `limits` and `streams`: the pull half.
extension ManifestLoader {
    /// The pull half; nil where the manifest has no streams.
    func source(in manifest: YAMLMapping) -> ConsentSource? {
        let parameters = manifest.free("config").compactMap { parameter($0) }
        guard manifest.node("streams") != nil else { return nil }
        let isConfig: (Template.Reference) -> Bool = { reference in
            if case .config(let name) = reference { return parameters.contains { $0.name == name && !$0.isSecret } }
            return false
        }
        let host = template(manifest.requiredText("host"), at: manifest.node("host")?.position, allowing: isConfig)
        let limits = manifest.mapping("limits", ManifestLanguage.limits)
        return ConsentSource(
            parameters: parameters,
            host: host ?? .empty,
            authentication: authentication(in: manifest, parameters: parameters, isConfig: isConfig),
            rates: (limits?.list("rate") ?? []).compactMap(rate),
            suspendRule: limits?.mapping("suspend_when", ManifestLanguage.suspendRule).flatMap(suspendRule),
            streams: manifest.free("streams").compactMap { stream($0, host: host ?? .empty, isConfig: isConfig) }
        )
    }

    private func parameter(_ entry: YAMLNode.Entry) -> ConsentSource.Parameter? {
        let name = "config.\(entry.key)"
        guard let rule = YAMLMapping(entry.value, name, ManifestLanguage.parameter, sink: sink) else { return nil }
        return ConsentSource.Parameter(
            name: entry.key,
            isRequired: rule.flag("required") ?? false,
            isSecret: rule.flag("secret") ?? false,
            allowed: rule.texts("allowed"),
            help: rule.text("help") ?? "a parameter of this adapter"
        )
    }

    private func rate(_ node: YAMLNode) -> ConsentSource.Rate? {
        guard let rule = YAMLMapping(node, "a rate", ManifestLanguage.rate, sink: sink) else { return nil }
        let requests = rule.required("requests").flatMap { _ in rule.integer("requests", in: 1...1_000_000) }
        let per = rule.required("per").flatMap { _ in rule.milliseconds("per") }
        guard let requests, let per else { return nil }
        return ConsentSource.Rate(requests: requests, milliseconds: per)
    }

    private func suspendRule(_ rule: YAMLMapping) -> ConsentSource.SuspendRule? {
        let header = rule.requiredText("header")
        let value = rule.requiredText("is")
        guard let header, let value else { return nil }
        return ConsentSource.SuspendRule(header: header, value: value)
    }

    private func authentication(
        in manifest: YAMLMapping,
        parameters: [ConsentSource.Parameter],
        isConfig: (Template.Reference) -> Bool
    ) -> ConsentSource.Authentication {
        guard let auth = manifest.mapping("auth", ManifestLanguage.auth) else { return .none }
        switch auth.requiredText("kind") {
        case "none"?: return .none
        case "oauth2_client_credentials"?: break
        case let kind?:
            sink.report(
                .unknownWord,
                at: auth.node("kind")?.position,
                "kind cannot be \"\(kind)\". It is one of none, oauth2_client_credentials."
            )
            return .none
        case nil: return .none
        }
        let path = template(auth.requiredText("token_path"), at: auth.node("token_path")?.position, allowing: isConfig)
        let id = template(auth.requiredText("client_id"), at: auth.node("client_id")?.position, allowing: isConfig)
        let secret = secret(auth, parameters)
        let credentialsIn = auth.word("credentials_in", of: ConsentSource.OAuth2.CredentialsIn.self) ?? .form
        guard let path, let id, let secret else { return .none }
        return .oauth2ClientCredentials(
            ConsentSource.OAuth2(
                tokenPath: path,
                credentialsIn: credentialsIn,
                clientID: id,
                clientSecret: secret
            )
        )
    }

    /// A secret is named whole and never part of a longer text, so that it can be masked by value.
    private func secret(_ auth: YAMLMapping, _ parameters: [ConsentSource.Parameter]) -> String? {
        guard let text = auth.requiredText("client_secret") else { return nil }
        if case .success(let template) = Template.read(text), template.parts.count == 1,
            case .config(let name)? = template.references.first,
            parameters.contains(where: { $0.name == name && $0.isSecret })
        {
            return name
        }
        sink.report(
            .undefinedReference,
            at: auth.node("client_secret")?.position,
            "client_secret must be ${config.NAME} of a parameter with secret: true."
        )
        return nil
    }

    private func stream(
        _ entry: YAMLNode.Entry,
        host: Template,
        isConfig: (Template.Reference) -> Bool
    ) -> ConsentStream? {
        let name = "streams.\(entry.key)"
        guard let rule = YAMLMapping(entry.value, name, ManifestLanguage.stream, sink: sink) else { return nil }
        let kind = rule.requiredWord("kind", of: ConsentStream.Kind.self)
        let window = window(rule)
        let isAllowed: (Template.Reference) -> Bool = { reference in
            switch reference {
            case .config: isConfig(reference)
            case .subjectID: kind == .subject
            case .windowStart, .windowEnd: window != nil
            }
        }
        let path = template(rule.requiredText("path"), at: rule.node("path")?.position, allowing: isAllowed)
        let stream = ConsentStream(
            name: entry.key,
            kind: kind ?? .changes,
            host: host,
            path: path ?? .empty,
            query: fields(rule, "query", isAllowed),
            headers: fields(rule, "headers", isAllowed),
            window: window,
            paging: rule.mapping("paginate", ManifestLanguage.paging).flatMap(paging),
            items: self.path(rule.text("items"), at: rule.node("items")?.position),
            notFound: statuses(rule),
            namespace: rule.text("namespace")
        )
        return kind == nil || path == nil ? nil : stream
    }

    private func statuses(_ rule: YAMLMapping) -> [Int] {
        let texts = rule.texts("not_found")
        let statuses = texts.compactMap { Int($0) }.filter((400...599).contains)
        if statuses.count != texts.count {
            sink.report(
                .invalidValue,
                at: rule.node("not_found")?.position,
                "not_found are HTTP statuses from 400 to 599, such as 404."
            )
        }
        return statuses
    }

    private func window(_ rule: YAMLMapping) -> ConsentStream.Window? {
        guard let window = rule.mapping("window", ManifestLanguage.window) else { return nil }
        let step = window.required("step").flatMap { _ in window.milliseconds("step") }
        let lookback = window.milliseconds("lookback") ?? 0
        if let step, step < 1_000 {
            sink.report(.invalidValue, at: window.position, "A window's step must be at least 1s.")
        }
        return step.map { ConsentStream.Window(step: $0, lookback: lookback) }
    }

    private func paging(_ rule: YAMLMapping) -> ConsentStream.Paging? {
        let next = rule.required("continuation").flatMap {
            YAMLMapping($0, "continuation", ManifestLanguage.continuation, sink: sink)
        }
        let from = next.flatMap { path($0.requiredText("from"), at: $0.node("from")?.position) }
        let header = next.flatMap { $0.requiredText("header") }
        let size = rule.mapping("page_size", ManifestLanguage.pageSize).flatMap { size -> RequestPlan.Field? in
            let name = size.requiredText("query")
            let value = size.required("value").flatMap { _ in size.integer("value", in: 1...100_000) }
            guard let name, let value else { return nil }
            return RequestPlan.Field(name, String(value))
        }
        guard let from, let header else { return nil }
        return ConsentStream.Paging(pageSize: size, continuation: from, continuationHeader: header)
    }

    private func fields(
        _ rule: YAMLMapping,
        _ key: String,
        _ isAllowed: (Template.Reference) -> Bool
    ) -> [ConsentStream.Field] {
        rule.free(key).compactMap { entry in
            let text = rule.text(of: entry.value, entry.key)
            return template(text, at: entry.value.position, allowing: isAllowed).map {
                ConsentStream.Field(name: entry.key, value: $0)
            }
        }
    }
}
