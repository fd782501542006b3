import ConsentStrings
import ConsentTranslation

/// The section `inputs`.
extension ManifestLanguage {
    static let input = Shape(
        "input",
        "One form of the payload.",
        isChoice: true,
        [
            .may(
                "cookies",
                .map("a name for the record's paths", .shape("storedInput")),
                "Cookies: a `Cookie` header line, a cookie jar in Netscape's format, or a JSON list of cookies."
            ),
            .may(
                "storage",
                .map("a name for the record's paths", .shape("storedInput")),
                "Keys of a storage: a JSON object of texts, as `JSON.stringify(localStorage)` gives it, or an app's preferences."
            ),
            .may(
                "stored",
                .map("a name for the record's paths", .shape("storedInput")),
                "Cookies or keys of a storage, as the site has it configured."
            ),
            .may("text", .shape("textInput"), "A bare text, such as a cookie's value or a consent string."),
            .may("item", .shape("itemInput"), "A JSON object whose members are the values, pasted or pulled."),
            .may("rows", .shape("rowsInput"), "A file with one person's consent in each row."),
            .may("message", .shape("messageInput"), "A message that the CMP sends by itself, with its envelope."),
        ]
    )

    static let storedInput = Shape(
        "storedInput",
        "One cookie or key, or a family of them. It has one of `name`, `pattern` and `family`. A pattern is text with "
            + "`{capture}` in it, or `{capture:digits}`, `:hex`, `:letters`, `:uuid`.",
        [
            .may("name", .text, "The name."),
            .may("pattern", .text, "The pattern of the name; its captures are values under `captures`."),
            .may("family", .text, "The pattern of several names that together are one object."),
            .may("by", .text, "The capture that names the members of a family; needed where it has more than one."),
            .may("required", .flag, "Whether the payload is this CMP's only if it is there."),
            .may("contains", .oneOrMore(.text), "It is taken for this CMP's only if its text has all of these in it."),
            .may(
                "duplicate",
                .word(of: StoredInput.Duplicates.self),
                "What to do where it comes twice with different values; refuse if absent."
            ),
            .may("decode", .text, "The decoder; without one the text itself is the value."),
        ]
    )

    static let textInput = Shape(
        "textInput",
        "A bare text. It needs `family` or `contains`, or any text would fit.",
        [
            .must("name", .text, "The value's name for the record's paths."),
            .may("family", .word(of: ConsentStringFamily.self), "It is a consent string of this family."),
            .may("contains", .oneOrMore(.text), "It has all of these in it."),
            .may("decode", .text, "The decoder."),
        ]
    )

    static let itemInput = Shape(
        "itemInput",
        "A JSON object. The record's paths start at it.",
        [
            .must("required", .oneOrMore(.text), "Members by which the object is recognised."),
            .may("decode", .map("a member's name", .text), "Decoders for single members; null stays null."),
        ]
    )

    static let rowsInput = Shape(
        "rowsInput",
        "A file of rows. The record's paths start at a row.",
        [
            .must("format", .word(["csv", "ndjson", "json"]), "How rows are written; `json` is one list of objects."),
            .may("separator", .text, "What divides the fields of a CSV file; a comma if absent."),
            .must("required", .oneOrMore(.text), "Columns by which the file is recognised."),
            .may("decode", .map("a column's name", .text), "Decoders for single columns."),
        ]
    )

    static let messageInput = Shape(
        "messageInput",
        "A message: a JSON object that tells of what kind it is. The record's paths start at its item.",
        [
            .must("kind", .path, "Where the message tells of what kind it is."),
            .must(
                "accept",
                .map("a kind", .path),
                "The kinds that are read, each with the path to its item or to a list of items."
            ),
            .may(
                "ignore",
                .list(.text),
                "Kinds that say nothing about consent; they have no records. Any other kind makes the message unreadable."
            ),
            .may(
                "members",
                .map("a name in the item", .path),
                "What of the envelope is read as if it stood in the item, where the item has no such member itself."
            ),
            .must("required", .oneOrMore(.text), "Members that an item must have."),
        ]
    )
}
