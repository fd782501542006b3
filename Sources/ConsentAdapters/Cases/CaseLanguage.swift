import ConsentTranslation
import OptIn

/// The language of cases, told by shapes like that of manifests.
enum CaseLanguage {
    /// All shapes, the case itself first.
    static let shapes = [file, expectation]

    static let file = Shape(
        "case",
        "A case: `Adapters/ID/cases/NAME.yaml`, a payload and what must come of it.",
        [
            .must("about", .text, "What the case shows, in words."),
            .must("kind", .word(of: AdapterCase.Kind.self), "What the case shows."),
            .must("payload", .text, "The payload as it is pasted; a block (`payload: |-`) where it has several lines."),
            .may("now", .text, "The time at which ages are judged; 2026-11-24T00:00:00Z if absent."),
            .may(
                "purposes",
                .map("a key or label", .oneOrMore(.word(of: NeutralPurpose.self))),
                "The account's own keys, as a connection would map them."
            ),
            .may("policy", .map("a key of a policy", .text), "The site's policy; the defaults if absent."),
            .must("expect", .shape("expect"), "What must come of it; `adapter test ID --update` fills it in."),
        ]
    )

    static let expectation = Shape(
        "expect",
        "What must come of a payload. A field that is not there is not looked at, but for the categories: what is neither "
            + "approved nor denied must be undecided. Where the payload has several records, the fields are the first's.",
        [
            .may("error", .word(of: TranslationError.Code.self), "The payload is refused; nothing else is told then."),
            .may("records", .integer(0...TranslationLimits.maxPairs), "How many records there are."),
            .may("approved", .list(.word(of: Category.self)), "The approved categories."),
            .may("denied", .list(.word(of: Category.self)), "The denied categories."),
            .may("decisions", .map("a key", .word(of: Decision.State.self)), "The states of all keys."),
            .may("labels", .map("a key", .text), "The names for people of all keys that have one."),
            .may("changed", .map("a key", .text), "When single keys changed, of all that tell."),
            .may("ends", .map("a key", .text), "When single choices end, of all that tell."),
            .may("undecided", .text, "Why no decision counts."),
            .may("explicit", .word(["true", "false", "untold"]), "Whether the choice was explicit."),
            .may("decided_at", .text, "When the person decided."),
            .may("expires_at", .text, "When the record ends."),
            .may("subjects", .list(.text), "The ids, each with its namespace before it: `acme.id 4711`."),
            .may("record_id", .text, "The CMP's own id for this state of consent."),
            .may("gpc", .flag, "Whether Global Privacy Control was on."),
            .may("gdpr_applies", .flag, "Whether GDPR applies by the payload's word."),
            .may("region", .text, "Country and part: `AT`, `US-CA`."),
            .may("regulation", .text, "The law."),
            .may("strings", .map("tcf, ac, gpp or usp", .text), "The consent strings."),
        ]
    )
}
