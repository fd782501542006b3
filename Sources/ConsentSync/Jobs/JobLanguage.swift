package import ConsentAdapters
import ConsentTransport
import OptIn

/// The language of job files: every mapping that a `bridge.yaml` can have.
///
/// The reader takes its keys from these shapes; the JSON Schema for editors and the reference for people are generated
/// from them.
package enum JobLanguage {
    /// All shapes, the file itself first, in the order in which they are explained.
    package static let shapes: [Shape] =
        [file, job, connection, limits, ManifestLanguage.rate, files, batch, retry]
        + [sink, fileSink, webhook, adobeEdge, command]
        + PolicyLanguage.shapes

    /// The JSON Schema of job files, for editors.
    package static var schema: String { LanguageSchema(title: "ConsentBridge job file", shapes: shapes).text }

    /// The reference of job files, in Markdown.
    package static var reference: String {
        """
        # Job files

        A job file, `bridge.yaml` as a rule, says what is pulled or read, under which policy it counts, where it is kept
        and who is told. Paths are relative to its folder. A value `${env:NAME}` is the environment's, `${file:PATH}` the
        content of a file: secrets belong there. Unknown keys are mistakes, and all mistakes are told at once.

        """ + shapes.map(\.reference).joined()
    }

    private static let privateAddresses =
        "Allows addresses of private networks (10.x, 192.168.x and the like), for what is hosted on site."

    static let file = Shape(
        "file",
        "The whole file.",
        [
            .must("store", .text, "The SQLite file that everything is kept in; made where there is none."),
            .may("policy", .either([.text, .shape("policy")]), "The policy, written out, or the name of its file."),
            .must("jobs", .list(.shape("job")), "What is pulled or read."),
            .may("sinks", .list(.shape("sink")), "Who is told about changes."),
            .may(
                "metrics_file",
                .text,
                "Where numbers for Prometheus are written after each run; the text collector of node exporter reads it."
            ),
        ]
    )

    static let job = Shape(
        "job",
        "One stream of one account, or files. It has a `connection` or `files`; files may have a connection for "
            + "`purposes`.",
        [
            .must("name", .text, "By which it is chosen, and under which its position and its runs are kept."),
            .must("adapter", .text, "The adapter's id, see `consentbridge adapter list`."),
            .may("stream", .text, "The adapter's stream; `changes` if absent."),
            .may(
                "since",
                .text,
                "Where a first run starts, such as 2026-01-01; a year ago if absent. One that is set to an earlier time "
                    + "later on needs `sync run --full`."
            ),
            .may(
                "every",
                .duration,
                "Its own pace in `sync run --every`, such as `6h`, a second at least: it runs in a round if its last run "
                    + "began so long ago. One that failed or was cut short is due in the next round. If absent, it runs in "
                    + "every round."
            ),
            .may("connection", .shape("connection"), "The account."),
            .may(
                "files",
                .either([.oneOrMore(.text), .shape("files")]),
                "Files to read: names, folders, or patterns with `*` and `?` in the last part."
            ),
            .may("batch", .shape("batch"), "When what was read is made durable."),
            .may("retry", .shape("retry"), "How long to go on trying where the CMP fails."),
            .may(
                "keep_payloads",
                .flag,
                "Whether payloads that cannot be read are kept in quarantine, for a retry. They are personal data."
            ),
        ]
    )

    static let connection = Shape(
        "connection",
        "An account at a CMP. All other keys are the adapter's own parameters, see `consentbridge adapter describe ID`.",
        isOpen: true,
        [
            .may("insecure_test", .flag, "Allows plain http to this machine, for tests."),
            .may("allow_private_addresses", .flag, privateAddresses),
            .may("limits", .shape("limits"), "How much a job may ask of the account."),
            .may(
                "purposes",
                .map("a key or label of the CMP", .oneOrMore(.text)),
                "The account's own purposes, as neutral purposes."
            ),
        ]
    )

    /// How many requests to an account may be under way at a time.
    static let concurrency = 1...TransportLimits().maxConcurrentTransfers

    static let limits = Shape(
        "limits",
        "How much a job may ask of its account. The adapter's own limits hold too, so that these only ever lower them. "
            + "Jobs of the same account count each by itself.",
        [
            .may(
                "concurrent",
                .integer(concurrency),
                "Requests under way at a time; \(concurrency.upperBound) if absent."
            ),
            .may("rate", .oneOrMore(.shape("rate")), "Requests in a time; all of them hold."),
        ]
    )

    static let files = Shape(
        "files",
        "Files to read. A file that was read is remembered by its size and time, and read again when it has changed.",
        [
            .must("path", .oneOrMore(.text), "Names, folders, or patterns with `*` and `?` in the last part."),
            .may(
                "as",
                .word(FileSource.Form.allCases.map(\.rawValue)),
                "`rows`: a CSV, NDJSON or JSON file as the adapter's input describes it; `lines`: one payload a line; "
                    + "`whole`: one payload. If absent, rows where the adapter reads rows, else lines."
            ),
            .may("move_to", .text, "A folder that files are moved to once they are read."),
        ]
    )

    static let batch = Shape(
        "batch",
        "When what was read is made durable: whichever bound is met first.",
        [
            .may("rows", .integer(1...1_000_000), "Rows that make a batch full; 20000 if absent."),
            .may("every", .duration, "The time after which a batch is written though it is not full; 1s if absent."),
        ]
    )

    static let retry = Shape(
        "retry",
        "How patient one request is.",
        [
            .may("attempts", .integer(1...20), "How often it is sent at most; 5 if absent."),
            .may("longest", .duration, "The longest sum of all waits; 10m if absent."),
        ]
    )

    static let sink = Shape(
        "sink",
        "Somebody downstream. It is exactly one of `file`, `webhook`, `adobe_edge` and `command`.",
        [
            .must("name", .text, "Under which its position is kept."),
            .may("file", .shape("fileSink"), "A file that lines are appended to."),
            .may("webhook", .shape("webhook"), "A URL that changes are posted to, signed."),
            .may("adobe_edge", .shape("adobeEdge"), "A datastream of Adobe's Edge Network."),
            .may("command", .shape("command"), "A program that reads JSON lines from its standard input."),
            .may("retry", .shape("retry"), "How long to go on trying where the other side fails."),
            .may("insecure_test", .flag, "Allows plain http to this machine, for tests."),
            .may("allow_private_addresses", .flag, privateAddresses),
        ]
    )

    static let fileSink = Shape(
        "fileSink",
        "A file that lines are appended to.",
        [
            .must("path", .text, "The file; made where there is none."),
            .may(
                "form",
                .word(FileSink.Form.allCases.map(\.rawValue)),
                "How a line is written; told by the name's end."
            ),
        ]
    )

    static let webhook = Shape(
        "webhook",
        "A URL that changes are posted to.",
        [
            .must("url", .text, "The URL, https."),
            .must("secret", .text, "The key of the signature, which the receiver has too."),
            .may("batch", .integer(1...1_000), "Changes in one request; 100 if absent."),
        ]
    )

    static let adobeEdge = Shape(
        "adobeEdge",
        "A datastream of Adobe's Edge Network, told by setConsent.",
        [
            .must("datastream", .text, "The datastream's id."),
            .may("edge", .text, "The host; Adobe's own if absent."),
            .may(
                "collect",
                .list(.word(Category.allCases.map(\.rawValue))),
                "Categories that together allow collection."
            ),
            .may("pending", .flag, "Whether what is undecided is told as pending."),
            .may("identities", .map("a namespace of subjects", .text), "Adobe's name for each namespace."),
        ]
    )

    static let command = Shape(
        "command",
        "A program.",
        [
            .must("run", .oneOrMore(.text), "The program and its arguments. No shell reads them."),
            .may("batch", .integer(1...10_000), "Changes that one run of the program takes; 1000 if absent."),
            .may("timeout", .duration, "The time that one run of the program has before it is stopped; 10m if absent."),
        ]
    )
}
