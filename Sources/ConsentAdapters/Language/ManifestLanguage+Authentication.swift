/// The section `auth`.
extension ManifestLanguage {
    static let auth = Shape(
        "auth",
        "How requests prove who sends them. Credentials are `${config.NAME}` of secret parameters. Each kind has keys of its "
            + "own: `headers`: headers; `bearer`: token; `basic`: user, password; `query`: fields; "
            + "`oauth2_client_credentials`: token_path, credentials_in, client_id, client_secret; `session`: login.",
        [
            .must("kind", .word(AuthenticationKind.allCases.map(\.rawValue)), "The scheme."),
            .may(
                "headers",
                .map("a header's name", .template),
                "A credential each, with a word in front of it if need be: `Bearer ${config.key}`. One whose parameter is "
                    + "optional and not set is not sent."
            ),
            .may("token", .template, "The token that is sent as `Authorization: Bearer`."),
            .may("user", .template, "The user of `Authorization: Basic`."),
            .may("password", .template, "Its password."),
            .may("fields", .map("a query field's name", .template), "A credential each."),
            .may("token_path", .template, "Where a token is asked for."),
            .may(
                "credentials_in",
                .word(of: ConsentSource.OAuth2.CredentialsIn.self),
                "How the token request carries the credentials; form if absent."
            ),
            .may("client_id", .template, "The client's id."),
            .may("client_secret", .template, "`${config.NAME}` of a secret parameter."),
            .may("login", .shape("login"), "Where and how a token is asked for by a JSON object."),
        ]
    )

    /// The schemes, each with the keys beside `kind` that it needs or may have.
    enum AuthenticationKind: String, CaseIterable {
        case none
        case headers
        case bearer
        case basic
        case query
        case oauth2ClientCredentials = "oauth2_client_credentials"
        case session

        var keys: [String] {
            switch self {
            case .none: []
            case .headers: ["headers"]
            case .bearer: ["token"]
            case .basic: ["user", "password"]
            case .query: ["fields"]
            case .oauth2ClientCredentials: ["token_path", "credentials_in", "client_id", "client_secret"]
            case .session: ["login"]
            }
        }
    }

    static let login = Shape(
        "login",
        "A POST of a JSON object that is answered with a token, which is then sent as `Authorization: Bearer`.",
        [
            .may("host", .text, "The name of one of `hosts`; the manifest's `host` if absent."),
            .must("path", .template, "The path."),
            .must("body", .json, "The object, in which a text may be `${config.NAME}` of a secret parameter."),
            .may("token", .path, "Where the token stands in the answer; access_token if absent."),
            .may("expires_in", .path, "Where the answer tells the token's life in seconds."),
            .may("lifetime", .duration, "The token's life where the answer does not tell; 5m if absent."),
        ]
    )
}
