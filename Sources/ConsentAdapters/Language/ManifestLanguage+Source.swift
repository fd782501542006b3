import ConsentTranslation

/// The sections `config`, `host`, `auth`, `limits` and `streams`.
extension ManifestLanguage {
    static let parameter = Shape(
        "parameter",
        "A parameter of a connection.",
        [
            .may("required", .flag, "Whether a connection must set it."),
            .may("secret", .flag, "Whether it is a secret: given by reference only and masked everywhere."),
            .may("default", .text, "What it is where a connection does not set it."),
            .may("allowed", .oneOrMore(.text), "What it may be; `*` stands for letters, digits and hyphens."),
            .may("help", .text, "What it is and where to find it."),
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

    package static let rate = Shape(
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

    /// What a request is made of.
    private static let request: [Shape.Field] = [
        .may("method", .word(of: RequestPlan.Method.self), "The method; GET if absent."),
        .may("host", .text, "The name of one of `hosts`; the manifest's `host` if absent."),
        .must("path", .template, "The path."),
        .may("query", .map("a query field's name", .oneOrMore(.template)), "Query fields; a list repeats one."),
        .may("headers", .map("a header's name", .template), "Headers."),
        .may("body", .json, "The body of a POST. Numbers, `true` and `false` that are not quoted stay what they are."),
    ]

    /// How pages follow each other, and what they hold.
    private static let pages: [Shape.Field] = [
        .may("paginate", .shape("paginate"), "How pages follow each other."),
        .may(
            "items",
            .path,
            "Where the items stand in a page; `[*]` if the page itself is the list. The page is one item if absent."
        ),
    ]

    static let stream = Shape(
        "stream",
        "Something that can be pulled.",
        [.must("kind", .word(of: ConsentStream.Kind.self), "One person's consent, or what changed.")]
            + request
            + [.may("window", .shape("window"), "Time windows, for interfaces that ask from and to.")]
            + pages
            + [
                .may(
                    "rows",
                    .word(["csv", "ndjson"]),
                    "The page is a file of rows, read by the adapter's input `rows` of this format."
                ),
                .may(
                    "not_found",
                    .either([.oneOrMore(.integer(400...599)), .shape("notFound")]),
                    "The answers that say that nothing is known of the person: statuses, or more."
                ),
                .may("namespace", .text, "The namespace of the ids that are asked for."),
                .may("chunk", .shape("chunk"), "How several persons are asked for at once; one by one if absent."),
            ]
    )

    static let chunk = Shape(
        "chunk",
        "Several persons in one request: the element of a list of the body in which `${subject.id}` stands comes once for "
            + "each. Of whom no item comes, nothing is known.",
        [
            .must("size", .integer(2...AdapterLimits.maxSubjectsPerRequest), "The most persons in one request."),
            .must(
                "ids",
                .path,
                "Where ids stand in an item, such as `identifiers[*].value`; by these it is told whose it is."
            ),
        ]
    )

    static let discover = Shape(
        "discover",
        "A listing of what an account asks people for.",
        request + pages + [
            .must("key", .path, "Where the key stands in an item, as decisions have it."),
            .may("label", .path, "Where its name for people stands."),
            .may("lists", .word(of: Decision.Kind.self), "What the keys stand for; purpose if absent."),
        ]
    )

    static let notFound = Shape(
        "notFound",
        "The answers that say that nothing is known of the person. A list of items without any says so by itself.",
        [
            .may("status", .oneOrMore(.integer(400...599)), "Statuses."),
            .may("empty", .path, "A part of the answer that is null, or empty, where nothing is known."),
        ]
    )

    static let window = Shape(
        "window",
        "Time windows. `${window.start}` and `${window.end}` are their bounds, both inside. Empty windows are nothing "
            + "special.",
        [
            .must("step", .duration, "The length of one."),
            .may("lookback", .duration, "How far one reaches back into the one before."),
            .may("whole", .flag, "Whether windows are whole steps of UTC, such as days, that share no moment."),
            .may("format", .word(of: ConsentStream.Window.Format.self), "How bounds are written; iso8601 if absent."),
        ]
    )
}
