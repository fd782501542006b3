import ConsentTranslation

/// The section `auth`.
extension SourceReader {
    private typealias Kind = ManifestLanguage.AuthenticationKind

    /// How requests are authorized; not at all after a mistake, which is reported.
    func authentication(in manifest: YAMLMapping) -> ConsentSource.Authentication {
        guard let auth = manifest.mapping("auth", ManifestLanguage.auth),
            let kind = auth.requiredWord("kind", of: Kind.self)
        else { return .none }
        for entry in auth.entries where entry.key != "kind" && !kind.keys.contains(entry.key) {
            guard Kind.allCases.contains(where: { $0.keys.contains(entry.key) }) else { continue }
            let keys = kind.keys.isEmpty ? "no other keys" : kind.keys.joined(separator: ", ")
            sink.report(
                .invalidValue,
                at: entry.keyPosition,
                "\(entry.key) has no place beside kind: \(kind.rawValue), which has \(keys)."
            )
        }
        return authentication(auth, kind) ?? .none
    }

    private func authentication(_ auth: YAMLMapping, _ kind: Kind) -> ConsentSource.Authentication? {
        switch kind {
        case .none: return ConsentSource.Authentication.none
        case .headers: return secretFields(auth, "headers").map { .headers($0) }
        case .bearer: return secret(auth, "token").map { .bearer(token: $0) }
        case .basic: return basic(auth)
        case .query: return secretFields(auth, "fields").map { .query($0) }
        case .oauth2ClientCredentials: return oauth2(auth)
        case .session:
            guard let node = auth.required("login"),
                let login = YAMLMapping(node, "login", ManifestLanguage.login, sink: sink)
            else { return nil }
            return session(login).map { .session($0) }
        }
    }

    private func basic(_ auth: YAMLMapping) -> ConsentSource.Authentication? {
        let user = plain(auth, "user")
        let password = secret(auth, "password")
        guard let user, let password else { return nil }
        return .basic(ConsentSource.Basic(user: user, password: password))
    }

    private func oauth2(_ auth: YAMLMapping) -> ConsentSource.Authentication? {
        let path = plain(auth, "token_path")
        let id = plain(auth, "client_id")
        let secret = secret(auth, "client_secret")
        let credentialsIn = auth.word("credentials_in", of: ConsentSource.OAuth2.CredentialsIn.self) ?? .form
        guard let path, let id, let secret else { return nil }
        return .oauth2ClientCredentials(
            ConsentSource.OAuth2(
                tokenPath: path,
                credentialsIn: credentialsIn,
                clientID: id,
                clientSecret: secret
            )
        )
    }

    private func session(_ login: YAMLMapping) -> ConsentSource.Session? {
        let host = host(login)
        let path = plain(login, "path")
        let body = login.required("body").flatMap { _ in
            self.body(login, allowing: config.isPlain, hasSecrets: true)
        }
        let token = loader.path(login.text("token") ?? "access_token", at: login.node("token")?.position)
        let expiresIn = loader.path(login.text("expires_in"), at: login.node("expires_in")?.position)
        let lifetime = login.milliseconds("lifetime") ?? 300_000
        guard let path, let body, let token else { return nil }
        return ConsentSource.Session(
            host: host,
            path: path,
            body: body,
            token: token,
            expiresIn: expiresIn,
            lifetime: lifetime
        )
    }

    /// A text that must be there, with references to plain parameters.
    private func plain(_ rule: YAMLMapping, _ key: String) -> Template? {
        loader.template(rule.requiredText(key), at: rule.node(key)?.position, allowing: config.isPlain)
    }

    /// A secret is named whole and never part of a longer text, so that it can be masked by value.
    private func secret(_ auth: YAMLMapping, _ key: String) -> String? {
        guard let text = auth.requiredText(key) else { return nil }
        if case .success(let template) = Template.read(text), template.parts.count == 1,
            let name = config.secret(template)
        {
            return name
        }
        sink.report(
            .undefinedReference,
            at: auth.node(key)?.position,
            "\(key) must be ${config.NAME} of a parameter with secret: true."
        )
        return nil
    }

    /// Fields whose values are secrets, each with a word in front of it if need be; nil without any.
    private func secretFields(_ auth: YAMLMapping, _ key: String) -> [ConsentSource.SecretField]? {
        guard let node = auth.required(key) else { return nil }
        let entries = auth.free(key)
        if case .mapping = node.content, entries.isEmpty {
            sink.report(.missingKey, at: node.position, "\(key) needs at least one field with a credential.")
        }
        let fields = entries.compactMap { entry -> ConsentSource.SecretField? in
            guard let text = auth.text(of: entry.value, entry.key) else { return nil }
            guard case .success(let template) = Template.read(text), let name = config.secret(template) else {
                sink.report(
                    .undefinedReference,
                    at: entry.value.position,
                    "\(entry.key) must end with ${config.NAME} of a parameter with secret: true, as in "
                        + "\"Bearer ${config.NAME}\"."
                )
                return nil
            }
            let prefix = Template(parts: template.parts.dropLast()).text
            return ConsentSource.SecretField(name: entry.key, prefix: prefix, parameter: name)
        }
        return fields.isEmpty ? nil : fields
    }
}
