import ArgumentParser
import BoundedJSON
import ConsentAdapters
import ConsentTranslation
import OptIn

struct Translate: ParsableCommand {
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

    func run() throws {
        try Answering(options: options, isExplaining: false).run()
    }
}

struct Explain: ParsableCommand {
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

    func run() throws {
        try Answering(options: options, isExplaining: true).run()
    }
}

/// What `translate` and `explain` share.
private struct Answering {
    let options: PayloadOptions
    let isExplaining: Bool

    func run() throws {
        let translator = try options.translator()
        guard options.lines else {
            return try answer(try translator.translate(try options.text(), with: options.adapter))
        }
        var reader = LineReader()
        var json = JSONWriter(capacity: 1 << 20)
        var failures = 0
        while let batch = reader.next() {
            for line in batch {
                let translation = try translator.translate(String(decoding: line, as: UTF8.self), with: options.adapter)
                if translation.error != nil { failures += 1 }
                translation.write(into: &json, explaining: isExplaining)
                json.newline()
            }
            StandardOutput.write(json.bytes)
            json.removeAll()
        }
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
