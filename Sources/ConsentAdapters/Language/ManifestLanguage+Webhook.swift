import ConsentTranslation

/// The section `webhook`.
extension ManifestLanguage {
    static let webhook = Shape(
        "webhook",
        "Messages that the CMP sends by itself. Their bodies are read by `inputs` like any payload.",
        [.must("verify", .shape("verify"), "How a message proves that it is the CMP's.")]
    )

    static let verify = Shape(
        "verify",
        "How a message proves that it is the CMP's.",
        isChoice: true,
        [
            .may("none", .text, "Not at all: why, and what whoever receives messages can do about it."),
            .may("header", .shape("secretHeader"), "By a header whose value only both sides know."),
            .may(
                "hmac",
                .oneOrMore(.shape("hmac")),
                "By a signature over the body (RFC 2104). Of several forms the first counts whose header a message has."
            ),
        ]
    )

    private static let secrets =
        "Of several any will do, so that a secret can be exchanged while messages arrive; one whose parameter is not set is "
        + "passed over."

    static let secretHeader = Shape(
        "secretHeader",
        "A header whose value only both sides know.",
        [
            .must("name", .text, "The header."),
            .must(
                "value",
                .oneOrMore(.template),
                "`${config.NAME}` of a secret parameter, with a word in front of it if need be: `Bearer ${config.token}`. "
                    + secrets
            ),
        ]
    )

    static let hmac = Shape(
        "hmac",
        "A signature over the body as it was sent, byte for byte.",
        [
            .must("header", .text, "The header with the signature."),
            .may(
                "field",
                .text,
                "The name of the signature in a header that is a list: `v1` of `t=1795478400,v1=…`. It may stand there several "
                    + "times, and any may fit. Absent if the header is the signature alone."
            ),
            .must("secret", .oneOrMore(.template), "`${config.NAME}` of a secret parameter. " + secrets),
            .may("algorithm", .word(of: ConsentWebhook.Signature.Algorithm.self), "The hash; sha256 if absent."),
            .may(
                "encoding",
                .word(of: ConsentWebhook.Signature.Encoding.self),
                "How the signature is written; hex if absent."
            ),
            .may("prefix", .text, "What stands in front of the signature, such as `sha256=`."),
            .may(
                "timestamp",
                .shape("signedTime"),
                "The time of sending, if it is signed with the body. Without it an old message cannot be told from a new one."
            ),
        ]
    )

    static let signedTime = Shape(
        "signedTime",
        "The time of sending, which stands in front of the body in what is signed.",
        [
            .may("header", .text, "The header with the time; either this or `field`."),
            .may("field", .text, "The name of the time in the list that holds the signature too: `t`."),
            .may("format", .word(of: RecordRules.Time.Format.self), "How it is written; epoch_s if absent."),
            .may("separator", .text, "What stands between time and body in what is signed; a dot if absent."),
            .may("tolerance", .duration, "How far the time may be from now, either way; 5m if absent."),
        ]
    )
}
