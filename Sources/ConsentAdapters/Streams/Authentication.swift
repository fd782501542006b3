public import ConsentTranslation

extension ConsentSource {
    /// How requests are authorized. Credentials are named by the parameters that hold them; their values are asked of
    /// the connection when a request is sent (`ConsentSource+Credentials.swift`).
    public enum Authentication: Sendable, Hashable {
        /// Not at all.
        case none
        /// Header fields of the vendor's own.
        case headers([SecretField])
        /// `Authorization: Bearer` with a token that stays as it is (RFC 6750): the parameter that holds it.
        case bearer(token: String)
        /// `Authorization: Basic` (RFC 7617).
        case basic(Basic)
        /// Query fields of the vendor's own.
        case query([SecretField])
        /// A token for a client's id and secret, renewed when it ends (RFC 6749 section 4.4).
        case oauth2ClientCredentials(OAuth2)
        /// A token for a login of the vendor's own, renewed when it ends.
        case session(Session)
    }

    /// A field of a header or query whose value is a credential.
    public struct SecretField: Sendable, Hashable {
        /// The field's name.
        public let name: String
        /// What stands in front of the credential, such as `Bearer `.
        public let prefix: String
        /// The parameter that holds the credential. Where it is optional and not given, the field is not sent.
        public let parameter: String
    }

    /// A user with a password.
    public struct Basic: Sendable, Hashable {
        let user: Template
        /// The parameter that holds the password.
        public let password: String
    }

    /// Where and how a token is asked for.
    public struct OAuth2: Sendable, Hashable {
        /// Where the client's id and secret are put.
        public enum CredentialsIn: String, Sendable, Hashable, CaseIterable {
            /// As fields of the form.
            case form
            /// In the `Authorization` header.
            case basic
            /// As members of a JSON object.
            case json
            /// As fields of the query.
            case query
        }

        let tokenPath: Template
        /// Where the credentials are put.
        public let credentialsIn: CredentialsIn
        let clientID: Template
        let clientSecret: String
    }

    /// A login by a JSON object that is answered with a token, which then goes with every request as
    /// `Authorization: Bearer`.
    public struct Session: Sendable, Hashable {
        let host: Template
        let path: Template
        let body: BodyTemplate
        /// Where the token stands in the answer.
        public let token: ValuePath
        /// Where the answer tells the token's life in seconds, if it does.
        public let expiresIn: ValuePath?
        /// The token's life in milliseconds where the answer does not tell.
        public let lifetime: Int64
    }
}
