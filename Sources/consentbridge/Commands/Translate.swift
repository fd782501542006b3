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
        try await Answering(options: options, isExplaining: false).run()
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
            """
    )

    @OptionGroup var options: PayloadOptions

    func run() async throws {
        try await Answering(options: options, isExplaining: true).run()
    }
}

/// What `translate` and `explain` share.
private struct Answering {
    let options: PayloadOptions
    let isExplaining: Bool

    func run() async throws {
        let translator = try options.translator()
        guard options.lines else {
            return try answer(try translator.translate(try options.text(), with: options.adapter))
        }
        let (adapter, isExplaining) = (options.adapter, isExplaining)
        let failures = try await ParallelLines {
            PayloadPrinter(translator: translator, adapter: adapter, isExplaining: isExplaining)
        }.run()
        if failures > 0 { throw Finished(status: .failures) }
    }

    private func answer(_ translation: Translation) throws {
        if options.json {
            var json = JSONWriter()
            translation.write(into: &json, explaining: isExplaining)
            json.newline()
            StandardOutput.write(json.bytes)
        } else {
            StandardOutput.write(TranslationText(translation: translation, isExplaining: isExplaining).text)
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
        let translation = try translator.translate(String(decoding: line, as: UTF8.self), with: adapter)
        if translation.error != nil { failures += 1 }
        translation.write(into: &json, explaining: isExplaining)
        json.newline()
    }

    mutating func withAnswers(_ body: ([UInt8]) -> Void) {
        body(json.bytes)
        json.removeAll()
    }
}
