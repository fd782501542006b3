import ConsentAdapters
public import Logging

/// Every way in which an account can be authorized, with all values at hand.
public enum AccountCredentials: Sendable {
    /// What stays as it is: header fields, a bearer token, basic authorization, a query field, a part of the path.
    case fixed(FixedCredentials)
    /// Tokens by the client credentials grant.
    case oauth2ClientCredentials(OAuth2ClientCredentials.Settings)
    /// Tokens by a vendor's own login.
    case session(SessionLogin.Settings)

    /// What puts them into requests; tokens are fetched over `sender`.
    public func source(
        sender: any HTTPSender,
        retry: RetryPolicy = RetryPolicy(),
        clock: any TransportClock = SystemTransportClock(),
        logger: Logger = Logger(label: "consentbridge.http"),
        onWait: (@Sendable (WaitNotice) -> Void)? = nil
    ) -> any CredentialSource {
        switch self {
        case .fixed(let credentials):
            credentials
        case .oauth2ClientCredentials(let settings):
            OAuth2ClientCredentials(
                settings,
                sender: sender,
                retry: retry,
                clock: clock,
                logger: logger,
                onWait: onWait
            )
        case .session(let settings):
            SessionLogin(settings, sender: sender, retry: retry, clock: clock, logger: logger, onWait: onWait)
        }
    }
}

extension AccountCredentials {
    /// What an adapter's source asks for, with the values of a connection.
    init(_ source: ConsentSource, for connection: Connection) throws(AdapterError) {
        switch source.authentication {
        case .none:
            self = .fixed(.none)
        case .oauth2ClientCredentials(let oauth2):
            let (plan, clientID, secret) = try source.tokenRequest(oauth2, for: connection)
            self = .oauth2ClientCredentials(
                .init(
                    tokenURL: plan.url,
                    clientID: clientID,
                    clientSecret: secret,
                    credentialsIn: oauth2.credentialsIn
                )
            )
        }
    }
}
