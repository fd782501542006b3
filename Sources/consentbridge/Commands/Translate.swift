import ArgumentParser
import BoundedJSON
import ConsentAdapters
import ConsentTranslation
import OptIn

struct Translate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tells which Opt-In categories a payload permits.",
        discussion: """
            Examples:
              consentbridge translate 'OptanonConsent=…; OptanonAlertBoxClosed=…'
              consentbridge translate --policy policy.yaml --json @cookies.txt
              consentbridge translate --adapter iab-tcf --lines < strings.txt
            """
    )

    @OptionGroup var options: PayloadOptions

    func run() async throws {
        try await Answering(options: options).run()
    }
}

struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tells which Opt-In categories a payload permits, and why.",
        discussion: """
            Examples:
              consentbridge explain CO052l-O052l-DGAMBFRACBgAIBAAAAAAIYgEawAQEagAAAA
              consentbridge explain 'OptanonConsent=…; OptanonAlertBoxClosed=…'
              consentbridge explain --policy policy.yaml --json @cookies.txt
              consentbridge explain --against 'adobeujs-optin=…' @cookies.txt

            Where a TC string has a say, the answers of both TCF rules are told, and
            what the Edge Network makes of the string. strict follows the framework;
            adobe-plugin looks at the consent bits of the vendor and the purposes, as
            VisitorAPI does; the edge looks at vendor 565 and purpose 1 alone. A policy
            chooses between the first two: tcf: strict.
            """
    )

    @OptionGroup var options: PayloadOptions

    @Option(
        help: ArgumentHelp(
            "Compare with permissions that exist: the cookie adobeujs-optin, its value, or a file with one of them.",
            valueName: "cookie or file"
        )
    )
    var against: String?

    func validate() throws {
        if options.lines, against != nil {
            throw ValidationError("--against compares with one payload; leave --lines away.")
        }
    }

    func run() async throws {
        let existing = try against.map { try ExistingCookie(argument: $0).permissions }
        try await Answering(options: options, isExplaining: true, existing: existing).run()
    }
}

/// What `translate` and `explain` share.
private struct Answering {
    let options: PayloadOptions
    var isExplaining = false
    var existing: ExistingPermissions?

    func run() async throws {
        let translator = try options.deciding.translator()
        let adapter = options.deciding.adapter
        guard options.lines else {
            let text = try options.text()
            return try answer(try translator.translate(text, with: adapter, comparingTCFRules: isExplaining))
        }
        let isExplaining = isExplaining
        let failures = try await ParallelLines {
            PayloadPrinter(translator: translator, adapter: adapter, isExplaining: isExplaining)
        }.run()
        if failures > 0 { throw Finished(status: .failures) }
    }

    private func answer(_ translation: Translation) throws {
        let comparison = existing.map {
            ExistingPermissionsText(existing: $0, decided: translation.outcome.permissions)
        }
        if options.json {
            var json = JSONWriter()
            translation.write(into: &json, explaining: isExplaining) { json in comparison?.write(into: &json) }
            json.newline()
            StandardOutput.write(json.bytes)
        } else {
            StandardOutput.write(TranslationText(translation: translation, isExplaining: isExplaining).text)
            if let comparison { StandardOutput.write("\n" + comparison.text) }
        }
        if translation.error != nil { throw Finished(status: .failures) }
    }
}

/// Answers payloads one after the other in memory that it keeps.
private struct PayloadPrinter: LineAnswering {
    let translator: Translator
    let adapter: String?
    let isExplaining: Bool
    private(set) var failures = 0
    private var json = JSONWriter(capacity: 1 << 20)

    init(translator: Translator, adapter: String?, isExplaining: Bool) {
        self.translator = translator
        self.adapter = adapter
        self.isExplaining = isExplaining
    }

    mutating func answer(_ line: ArraySlice<UInt8>) throws {
        let translation = try translator.translate(
            String(decoding: line, as: UTF8.self),
            with: adapter,
            comparingTCFRules: isExplaining
        )
        if translation.error != nil { failures += 1 }
        translation.write(into: &json, explaining: isExplaining)
        json.newline()
    }

    mutating func withAnswers(_ body: ([UInt8]) -> Void) {
        body(json.bytes)
        json.removeAll()
    }
}
