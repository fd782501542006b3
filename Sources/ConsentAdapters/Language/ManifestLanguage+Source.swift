/// The sections `config`, `host`, `auth`, `limits` and `streams`.
extension ManifestLanguage {
    static let parameter = Shape(
        "parameter",
        "A parameter of a connection.",
        [
            .may("required", .flag, "Whether a connection must set it."),
            .may("secret", .flag, "Whether it is a secret: given by reference only and masked everywhere."),
            .may("allowed", .oneOrMore(.text), "What it may be; `*` stands for letters, digits and hyphens."),
            .may("help", .text, "What it is and where to find it."),
        ]
    )

    static let auth = Shape(
        "auth",
        "How requests prove who sends them.",
        [
            .must("kind", .word(["none", "oauth2_client_credentials"]), "The scheme."),
            .may("token_path", .template, "Where a token is asked for."),
            .may(
                "credentials_in",
                .word(of: ConsentSource.OAuth2.CredentialsIn.self),
                "How the token request carries the credentials; form if absent."
            ),
            .may("client_id", .template, "The client's id."),
            .may("client_secret", .template, "`${config.NAME}` of a secret parameter."),
        ]
    )

    static let limits = Shape(
        "limits",
        "How fast the CMP may be asked. The budget is the account's, shared by all streams.",
        [
            .may("rate", .list(.shape("rate")), "Requests in a time; all of them hold."),
            .may("suspend_when", .shape("suspend"), "An answer after which the account is left alone for an hour."),
        ]
    )

    static let rate = Shape(
        "rate",
        "Requests in a time.",
        [
            .must("requests", .integer(1...1_000_000), "How many."),
            .must("per", .duration, "In which time."),
        ]
    )

    static let suspendRule = Shape(
        "suspend",
        "A header of an answer with status 429.",
        [
            .must("header", .text, "The header's name."),
            .must("is", .text, "Its value."),
        ]
    )

    static let stream = Shape(
        "stream",
        "Something that can be pulled.",
        [
            .must("kind", .word(of: ConsentStream.Kind.self), "One person's consent, or what changed."),
            .must("path", .template, "The path."),
            .may("query", .map("a query field's name", .template), "Query fields."),
            .may("headers", .map("a header's name", .template), "Headers."),
            .may("window", .shape("window"), "Time windows, for interfaces that ask from and to."),
            .may("paginate", .shape("paginate"), "How pages follow each other."),
            .may("items", .path, "Where the items stand in a page; the page itself is one item if absent."),
            .may(
                "not_found",
                .oneOrMore(.integer(400...599)),
                "Statuses that say that nothing is known of the person."
            ),
            .may("namespace", .text, "The namespace of the ids that are asked for."),
        ]
    )

    static let window = Shape(
        "window",
        "Time windows. `${window.start}` and `${window.end}` are their bounds.",
        [
            .must("step", .duration, "The length of one."),
            .may("lookback", .duration, "How far one reaches back into the one before."),
        ]
    )

    static let paging = Shape(
        "paginate",
        "Paging. The next page is the same request with one thing changed.",
        [
            .may("page_size", .shape("pageSize"), "How many items a page has."),
            .must("continuation", .shape("continuation"), "What leads to the next page; without it the listing ends."),
        ]
    )

    static let pageSize = Shape(
        "pageSize",
        "The size of a page.",
        [
            .must("query", .text, "The query field."),
            .must("value", .integer(1...100_000), "The number."),
        ]
    )

    static let continuation = Shape(
        "continuation",
        "A token for the next page.",
        [
            .must("from", .path, "Where it stands in a page."),
            .must("header", .text, "The header that brings it back, as it came."),
        ]
    )
}
