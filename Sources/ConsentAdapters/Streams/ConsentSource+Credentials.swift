import BoundedJSON
import ConsentTranslation

/// What a client needs to authorize requests: the values behind the names in ``ConsentSource/Authentication``.
extension ConsentSource {
    /// The value of a secret parameter.
    ///
    /// - Throws: ``AdapterError`` `configuration` where the connection does not give it.
    public func secret(_ parameter: String, of connection: Connection) throws(AdapterError) -> Secret {
        guard let secret = connection.secrets[parameter] else {
            throw AdapterError(.configuration, "The connection gives no \(parameter).")
        }
        return secret
    }

    /// The fields whose credentials the connection gives, each with what stands in front of its credential.
    ///
    /// - Throws: ``AdapterError`` `configuration` where it gives none of them: the CMP would refuse every request.
    public func fields(
        _ fields: [SecretField],
        of connection: Connection
    ) throws(AdapterError) -> [(name: String, value: Secret)] {
        let given = fields.compactMap { field in
            connection.secrets[field.parameter].map {
                (name: field.name, value: Secret(field.prefix + $0.reveal()))
            }
        }
        guard !given.isEmpty else {
            let names = fields.map(\.parameter).joined(separator: ", ")
            throw AdapterError(.configuration, "The connection gives none of \(names); set one of them.")
        }
        return given
    }

    /// The user and the password of basic authorization.
    public func user(
        _ basic: Basic,
        of connection: Connection
    ) throws(AdapterError) -> (name: String, password: Secret) {
        let name = try basic.user.resolved(RequestScope(connection: connection))
        return (name, try secret(basic.password, of: connection))
    }

    /// What a client needs to ask for a token: the plan of the request, the client's id and its secret.
    public func tokenRequest(
        _ oauth2: OAuth2,
        for connection: Connection
    ) throws(AdapterError) -> (plan: RequestPlan, clientID: String, secret: Secret) {
        let scope = RequestScope(connection: connection)
        let secret = try secret(oauth2.clientSecret, of: connection)
        let plan = RequestPlan(
            host: try host.resolved(scope),
            path: try oauth2.tokenPath.resolvedPath(scope),
            isInsecureTest: connection.isInsecureTest
        )
        return (plan, try oauth2.clientID.resolved(scope), secret)
    }

    /// What a client needs to log in: the plan of the request, without its body, and the body, which holds credentials.
    public func loginRequest(
        _ session: Session,
        for connection: Connection
    ) throws(AdapterError) -> (plan: RequestPlan, body: Secret) {
        var scope = RequestScope(connection: connection)
        let plan = RequestPlan(
            method: .post,
            host: try session.host.resolved(scope),
            path: try session.path.resolvedPath(scope),
            isInsecureTest: connection.isInsecureTest
        )
        scope.revealsSecrets = true
        var json = JSONWriter()
        try session.body.value(scope).write(into: &json)
        return (plan, Secret(String(decoding: json.bytes, as: UTF8.self)))
    }
}

extension ConsentSource.Session {
    /// The token in the answer to a login, and its life in milliseconds; nil where there is none that could be sent.
    public func token(in answer: [UInt8]) -> (value: Secret, milliseconds: Int64)? {
        guard let answer = try? Value(json: answer), case .text(let text)? = token.first(in: answer), !text.isEmpty,
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        let told = expiresIn?.first(in: answer)?.scalar.flatMap { Double($0) }
        guard let told, (0.001...1e9).contains(told) else { return (Secret(text), lifetime) }
        return (Secret(text), Int64(told * 1_000))
    }
}
