import ConsentTranslation
import OptIn

/// The language of policies: every mapping that a policy can have.
package enum PolicyLanguage {
    /// All shapes, the policy itself first.
    package static let shapes: [Shape] = [policy, scope, gpc, ManifestLanguage.category, ManifestLanguage.tcfGate]

    static let policy = Shape(
        "policy",
        "A site's rules from decisions to Opt-In categories. What it does not say is left as adapters say it.",
        [
            .may("applies", .either([.flag, .shape("scope")]), "Where consent is asked for; everywhere if absent."),
            .may(
                "defaults",
                .map("an Opt-In category", .word(["approved", "denied"])),
                "What holds while a category is undecided. Never recorded as a decision."
            ),
            .may("max_age", .text, "How long a decision counts, such as `13 months` or `30 days`."),
            .may("implicit", .word(["undecided", "approved"]), "What consent without a choice counts for."),
            .may("gpc", .shape("gpc"), "What Global Privacy Control denies."),
            .may("tcf", .word(of: Policy.TCFRule.self), "How a TC string is read; `strict` if absent."),
            .may(
                "categories",
                .map("an Opt-In category", .shape("category")),
                "When each category is approved; the bridge's own rules if absent."
            ),
        ]
    )

    static let scope = Shape(
        "scope",
        "Where consent is asked for.",
        [
            .may("regulation", .oneOrMore(.text), "Regulations, such as gdpr."),
            .may("region", .oneOrMore(.text), "Regions: a country such as AT, a part of one such as US-CA, or EEA."),
        ]
    )

    static let gpc = Shape(
        "gpc",
        "What the signal Global Privacy Control does.",
        [.may("deny", .list(.word(of: Category.self)), "Categories that it denies, whatever was decided.")]
    )
}
