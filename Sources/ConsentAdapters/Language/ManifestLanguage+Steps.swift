import ConsentTranslation

/// The section `decoders`.
extension ManifestLanguage {
    static let step = Shape(
        "step",
        "One step of a decoder. Each takes what the step before it gives. A step that fails makes the payload unreadable: "
            + "there is no way in which a failure could grant anything.",
        isChoice: true,
        [
            .may("url_decode", .nothing, "Text to text: undoes percent-encoding once."),
            .may("base64", .nothing, "Text to text: undoes base64, either alphabet, padded or not."),
            .may("base64_gzip", .nothing, "Text to text: undoes base64 and gzip."),
            .may("lzstring", .nothing, "Text to text: undoes lz-string's `compressToBase64`."),
            .may("json", .nothing, "Text to value: reads JSON. What a dump shows decoded already stays as it is."),
            .may("js_literal", .nothing, "Text to object: reads a JavaScript object literal."),
            .may("query_string", .nothing, "Text to object: reads `a=1&b=2` by form rules."),
            .may("pairs", .shape("pairs"), "Text to object: reads `a:1,b:0`."),
            .may("fields", .shape("fields"), "Text to object: names the parts of `a@b@c` in order."),
            .may("split", .shape("split"), "Text to list: divides `a,b`; empty parts are left out."),
            .may(
                "match",
                .oneOrMore(.text),
                "Text to object: the captures of the first pattern that fits the whole text."
            ),
            .may(
                "table",
                .map("a whole text", .map("a member's name", .text)),
                "Text to object: what each whole text stands for; another text fails."
            ),
            .may(
                "bits",
                .map("a key", .integer(1...1_073_741_824)),
                "Whole number to object: `1` or `0` for each named bit."
            ),
            .may("iab_tc", .nothing, "Text to object: `text`, `created`, `lastUpdated`, `purposes` of a TC string."),
            .may("iab_gpp", .nothing, "Text to object: `text`, `sections`, `choices`, `tcf` of a GPP string."),
            .may("iab_usp", .nothing, "Text to object: `text`, `choices` of a US Privacy string."),
            .may(
                "iab_ac",
                .nothing,
                "Text to object: `text`, `version`, `consented`, `disclosed` of an Additional Consent string."
            ),
            .may("gcs", .nothing, "Text to object: the signals of Google's `gcs` parameter."),
            .may("gcd", .nothing, "Text to object: the signals of Google's `gcd` parameter, and `update`."),
            .may("consent_mode", .nothing, "List to object: the signals after the consent commands of a data layer."),
            .may("at", .path, "Value to value: takes the value at a path."),
            .may("require", .oneOrMore(.text), "Object to object: fails unless it has these members."),
            .may("member", .shape("member"), "Object to object: replaces one member by the result of steps on it."),
            .may(
                "first_of",
                .list(.list(.shape("step"))),
                "The first chain that does not fail, for formats that changed over the years."
            ),
            .may("use", .text, "Runs another decoder, which stands above."),
            .may("hook", .text, "Runs code of the embedding program, registered under this name."),
        ]
    )

    static let pairs = Shape(
        "pairs",
        "Pairs of key and value.",
        [
            .must("separator", .text, "What divides pairs: one ASCII character, or several of which any does."),
            .must("assign", .text, "What stands between key and value: one ASCII character."),
        ]
    )

    static let fields = Shape(
        "fields",
        "Parts in a fixed order.",
        [
            .must("separator", .text, "What divides parts: one ASCII character."),
            .must(
                "names",
                .list(.text),
                "The parts' names; a text with more parts fails, one with fewer lacks the last."
            ),
        ]
    )

    static let split = Shape(
        "split",
        "Parts of a list.",
        [.must("separator", .text, "What divides parts: one ASCII character.")]
    )

    static let member = Shape(
        "member",
        "Steps for one member of an object; where it is absent, nothing happens.",
        [
            .must("name", .text, "The member."),
            .must("steps", .list(.shape("step")), "The steps."),
        ]
    )
}
