import ConsentTranslation
import OptIn

/// The section `mapping`.
extension ManifestLanguage {
    static let mapping = Shape(
        "mapping",
        "What the CMP's keys mean by default. A site's policy goes before it.",
        [
            .may(
                "purposes",
                .map(
                    "a key or label; `ads_*` stands for all that begin so",
                    .oneOrMore(.word(of: NeutralPurpose.self))
                ),
                "The neutral purposes of each key."
            ),
            .may(
                "categories",
                .map("an Opt-In category", .shape("category")),
                "Rules that suit the CMP better than the bridge's own, used where the policy has no `categories`."
            ),
        ]
    )

    static let category = Shape(
        "category",
        "When a category is approved. All conditions must grant. Items are neutral purposes, or `owner:key` for a CMP's "
            + "own key; `functional|social` counts as one item.",
        [
            .may("any", .list(.text), "Approved if one is granted, denied if all are denied."),
            .may("all", .list(.text), "Denied if one is denied, approved if all are granted."),
            .may("deny_wins", .list(.text), "Denied if one is denied, else as `any`."),
            .may("any_category", .list(.word(of: Category.self)), "As `any`, over other categories."),
            .may("tcf", .shape("tcf"), "What the TC string must consent to. With conditions it can only lower."),
        ]
    )

    static let tcfGate = Shape(
        "tcf",
        "A vendor and purposes of a TC string.",
        [
            .must("vendor", .integer(1...65_535), "The vendor's number on the Global Vendor List; Adobe is 565."),
            .must("purposes", .list(.integer(1...24)), "The purposes, all needed."),
        ]
    )
}
