import ConsentTranslation

/// The section `record`.
extension ManifestLanguage {
    private static let conditions = Shape.Kind.list(.shape("condition"))

    static let record = Shape(
        "record",
        "How a consent record is made. Paths start at the inputs' names. Of `implicit_when` and `explicit_when` the first "
            + "list of conditions that holds decides, implicit ones first; if none holds, it is not known.",
        [
            .may("identities", .list(.shape("identity")), "Whose consent it is, the primary id first."),
            .may("record_id", .path, "The CMP's own id for this state of consent."),
            .must("decisions", .list(.shape("decisions")), "Where the decisions stand."),
            .may(
                "undecided",
                .list(.shape("undecided")),
                "When no decision counts; the first that holds gives the reason."
            ),
            .may("implicit_when", .list(conditions), "When the decisions came about without a choice."),
            .may("explicit_when", .list(conditions), "When the decisions are the person's own choice."),
            .may("decided_at", .list(.shape("time")), "When the person decided: the first that the payload has."),
            .may("expires_at", .list(.shape("time")), "When the whole record ends: the first that the payload has."),
            .may("gpc", .shape("flag"), "Global Privacy Control."),
            .may("gdpr_applies", .shape("flag"), "Whether GDPR applies by the payload's own word."),
            .may("region", .shape("region"), "Where the person was."),
            .may("regulation", .either([.text, .shape("regulation")]), "The law that the record is about."),
            .may("strings", .shape("strings"), "The consent strings, passed on as they are."),
            .may(
                "hook",
                .text,
                "Code of the embedding program that sees the record last; it can take grants away only."
            ),
        ]
    )

    static let identity = Shape(
        "identity",
        "One id of the person.",
        [
            .must("at", .path, "Where the id stands."),
            .must("namespace", .text, "The namespace in which it is unique, such as `acme.consent-id`."),
            .may("required", .flag, "Whether a payload without it is refused."),
        ]
    )

    static let decisions = Shape(
        "decisions",
        "Decisions from one part of the payload: `states` says what each word means, or `listed` what being listed means.",
        [
            .must(
                "each",
                .path,
                "The part: an object (its names are the keys), a list of objects (see `key`), a list of texts (see "
                    + "`listed`), or with `as` the value of one key."
            ),
            .must("kind", .word(of: Decision.Kind.self), "What the keys stand for."),
            .may("as", .text, "The key, where the part is the value of one."),
            .may("key", .path, "Where the key stands in a list's element."),
            .may("label", .path, "Where the key's name for people stands."),
            .may("state", .path, "Where the state word stands in a list's element or an object's member."),
            .may(
                "states",
                .map("a word", .word(of: Decision.State.self)),
                "What each word means. A word that is not here makes the payload unreadable. A list's word is `(empty)` or `(some)`."
            ),
            .may("listed", .word(["granted", "denied"]), "What it means to be listed."),
            .may(
                "universe",
                .either([.path, .list(.text)]),
                "With `listed: granted`: all that could be listed, as keys or as a path; what is not listed is denied."
            ),
            .may("only", .list(.text), "The names that are keys; others are passed over."),
            .may("except", .list(.text), "Names that are no keys; `$*` stands for all that begin with `$`."),
            .may("when", conditions, "All must hold, or there are no decisions from here."),
            .may("optional", .flag, "Whether the part may be missing; if not, a payload without it is unreadable."),
            .may("changed", .shape("time"), "When the key changed."),
            .may("expires", .shape("time"), "When the choice ends."),
        ]
    )

    static let undecided = Shape(
        "undecided",
        "A reason for which no decision counts.",
        [
            .must("when", conditions, "All must hold."),
            .must("because", .text, "The reason, as the explanation tells it."),
        ]
    )

    static let condition = Shape(
        "condition",
        "A test of a value, or of several where the path leads to several. It asks one thing.",
        [
            .must("at", .path, "Where the value stands."),
            .may("is", .oneOrMore(.text), "One of these is there."),
            .may("is_not", .oneOrMore(.text), "None of these is there."),
            .may("present", .flag, "Something is there."),
            .may("absent", .flag, "Nothing is there."),
        ]
    )

    static let time = Shape(
        "time",
        "A time. The unit is always told, never guessed.",
        [
            .must("at", .path, "Where it stands."),
            .must("format", .word(of: RecordRules.Time.Format.self), "How it is written."),
            .may("plus_days", .path, "Where a number of days stands that is added."),
        ]
    )

    static let flag = Shape(
        "flag",
        "A yes or no. Another word makes the payload unreadable.",
        [
            .must("at", .path, "Where the word stands."),
            .may("true", .oneOrMore(.text), "Words for yes."),
            .may("false", .oneOrMore(.text), "Words for no."),
        ]
    )

    static let region = Shape(
        "region",
        "A country with a part of it.",
        [
            .must("at", .path, "Where the country stands."),
            .may("separator", .text, "What divides country and part in one text."),
            .may("subdivision", .path, "Where the part stands, if by itself."),
        ]
    )

    static let regulation = Shape(
        "regulation",
        "The law by a word of the payload; another word leaves it untold.",
        [
            .must("at", .path, "Where the word stands."),
            .must("words", .map("a word", .text), "The law for each word."),
        ]
    )

    static let strings = Shape(
        "strings",
        "Where consent strings stand.",
        [
            .may("tcf", .path, "The TC string."),
            .may("ac", .path, "Google's Additional Consent string."),
            .may("gpp", .path, "The GPP string."),
            .may("usp", .path, "The US Privacy string."),
        ]
    )
}
