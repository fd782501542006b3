import ConsentTranslation

/// The language of manifests: every mapping that a manifest can have.
package enum ManifestLanguage {
    /// The format that `manifest:` names.
    package static let format = "1"

    /// Shapes that are explained together.
    struct Chapter: Sendable {
        let title: String
        let shapes: [Shape]

        init(_ title: String, _ shapes: Shape...) {
            self.title = title
            self.shapes = shapes
        }
    }

    /// All shapes, the manifest itself first, in the order in which they are explained.
    static let chapters = [
        Chapter("The manifest", manifest, adapter),
        Chapter("What is read", input, storedInput, textInput, itemInput, rowsInput, messageInput),
        Chapter("How texts become values", step, pairs, fields, split, member),
        Chapter(
            "What is recorded",
            record,
            identity,
            decisions,
            undecided,
            condition,
            time,
            flag,
            region,
            regulation,
            strings
        ),
        Chapter("What it means", mapping, category, tcfGate),
        Chapter(
            "What is pulled",
            parameter,
            auth,
            login,
            limits,
            rate,
            suspendRule,
            stream,
            notFound,
            chunk,
            window,
            discover
        ),
        Chapter("How pages follow each other", paging, pageSize, pageNumber, offset, continuation, nextURL, lastItem),
        Chapter("What is sent", webhook, verify, secretHeader, hmac, signedTime),
        Chapter("What the laws pass over", tests),
    ]

    /// All shapes.
    package static let shapes: [Shape] = chapters.flatMap(\.shapes)

    /// The shape of that name.
    package static func shape(_ name: String) -> Shape? { shapes.first { $0.name == name } }

    static let manifest = Shape(
        "manifest",
        "An adapter: everything about one CMP in one file, `Adapters/ID/adapter.yaml`. Every scalar is read as text.",
        [
            .must("manifest", .word([format]), "The format of the file."),
            .must("adapter", .shape("adapter"), "What the adapter is."),
            .may(
                "extends",
                .text,
                "The id of an adapter beside this one, of which everything is taken over: mappings are merged key by key, "
                    + "all else is replaced."
            ),
            .may("without", .list(.text), "What of the other one is left out, such as `record.gpc`."),
            .may("inputs", .list(.shape("input")), "The forms in which payloads come; the first that fits is read."),
            .may(
                "decoders",
                .map("a decoder's name", .list(.shape("step"))),
                "Named chains of steps from a text to values."
            ),
            .must("record", .shape("record"), "How the decoded values become a consent record."),
            .may("mapping", .shape("mapping"), "What the CMP's keys mean where a site's policy does not say."),
            .may("tests", .shape("tests"), "What the laws of adapters are to pass over, each with a reason."),
            .may("config", .map("a parameter's name", .shape("parameter")), "What a connection must or may set."),
            .may("host", .template, "The host of the CMP's interface."),
            .may("hosts", .map("a name", .template), "Further hosts, for streams and logins that name them."),
            .may("auth", .shape("auth"), "How requests prove who sends them."),
            .may("limits", .shape("limits"), "How fast the CMP may be asked."),
            .may("streams", .map("a stream's name", .shape("stream")), "What can be pulled."),
            .may(
                "discover",
                .list(.shape("discover")),
                "Where the CMP lists what an account asks people for, for `adapter discover`."
            ),
            .may("webhook", .shape("webhook"), "How messages that the CMP sends prove that they are the CMP's."),
        ]
    )

    static let adapter = Shape(
        "adapter",
        "What the adapter is, for people and for `adapter list`.",
        [
            .must("id", .text, "The folder's name: lower-case letters, digits and hyphens."),
            .must("version", .text, "The adapter's own version, such as 1.0.0."),
            .must("vendor", .text, "Who makes the CMP."),
            .must("title", .text, "A line for people."),
            .may(
                "status",
                .word(of: AdapterDescriptor.Status.self),
                "How far it can be relied on; experimental if absent."
            ),
            .may("generic", .flag, "Whether it reads a standard, so that a CMP's own adapter goes before it."),
            .may(
                "confidence",
                .map("decode, mapping or source", .word(of: AdapterDescriptor.Confidence.self)),
                "Where the knowledge of each half comes from."
            ),
            .may("about", .text, "What a reader should know of the format: where it is kept, since when, what is odd."),
        ]
    )

    static let tests = Shape(
        "tests",
        "Exceptions from the laws that every adapter must pass.",
        [
            .may(
                "without",
                .map("a kind of case", .text),
                "Kinds of case that the CMP cannot have, each with the reason."
            ),
            .may(
                "untested",
                .map("a place in the manifest", .text),
                "Places that no case notices, each with the reason."
            ),
        ]
    )
}
