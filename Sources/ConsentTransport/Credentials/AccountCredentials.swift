import ConsentAdapters
import Logging

/// What an adapter's source asks for, with the values of a connection.
struct AccountCredentials {
    let source: ConsentSource
    let connection: Connection

    /// What puts the credentials into requests; tokens are fetched over `sender`.
    ///
    /// - Throws: `AdapterError` where a parameter is missing.
    func made(
        sender: any HTTPSender,
        retry: RetryPolicy,
        clock: any TransportClock,
        logger: Logger,
        onWait: (@Sendable (WaitNotice) -> Void)?
    ) throws(AdapterError) -> any CredentialSource {
        switch source.authentication {
        case .none:
            return FixedCredentials.none
        case .headers(let fields):
            return FieldCredentials(headers: try source.fields(fields, of: connection))
        case .query(let fields):
            return FieldCredentials(query: try source.fields(fields, of: connection))
        case .bearer(let token):
            return FixedCredentials.bearer(try source.secret(token, of: connection))
        case .basic(let basic):
            let (user, password) = try source.user(basic, of: connection)
            return FixedCredentials.basic(user: user, password: password)
        case .session(let session):
            let (plan, body) = try source.loginRequest(session, for: connection)
            return SessionLogin(
                session,
                url: plan.url,
                body: body,
                sender: sender,
                retry: retry,
                clock: clock,
                logger: logger,
                onWait: onWait
            )
        case .oauth2ClientCredentials(let oauth2):
            let (plan, clientID, secret) = try source.tokenRequest(oauth2, for: connection)
            return OAuth2ClientCredentials(
                .init(
                    tokenURL: plan.url,
                    clientID: clientID,
                    clientSecret: secret,
                    credentialsIn: oauth2.credentialsIn
                ),
                sender: sender,
                retry: retry,
                clock: clock,
                logger: logger,
                onWait: onWait
            )
        }
    }
}
