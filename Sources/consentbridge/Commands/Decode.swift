import ArgumentParser
import BoundedJSON
import ConsentStrings
import Foundation

struct Decode: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Decodes IAB consent strings to JSON, or shows their bits.",
        discussion: """
            Examples:
              consentbridge decode CO052l-O052l-DGAMBFRACBgAIBAAAAAAIYgEawAQEagAAAA
              consentbridge decode --lines < strings.txt > decoded.jsonl
              consentbridge decode --kind tcf1-publisher BOiW9hNPdjImkM0W4dFRAjwpqABKN14g
              consentbridge decode --explain CO052l-O052l-DGAMBFRACBgAIBAAAAAAIYgEawAQEagAAAA

            A string that cannot be decoded is answered {"ok":false,"error":{…}} and makes the exit code 1.
            """
    )

    @Flag(help: "Read one string a line from standard input and answer one line each.")
    var lines = false

    @Flag(
        help: "Print only a mask: bit p-1 for consent to purpose p (1 to 10), bit 10 for vendor 565; - for no string."
    )
    var mask = false

    @Flag(help: "Accept padding, the + / alphabet, white space, quotes and percent-encoding, and tell so in warnings.")
    var lenient = false

    @Option(
        help: ArgumentHelp(
            "What to read the strings as, instead of by their first characters: "
                + ConsentStringKind.allCases.map(\.rawValue).joined(separator: ", ") + ".",
            valueName: "kind"
        ),
        transform: ConsentStringKind.argument
    )
    var kind: ConsentStringKind?

    @Flag(help: "Show what stands where: a table of the fields with their bits, up to the damage if there is one.")
    var explain = false

    @Flag(help: "With --explain, one JSON object for each field. Without it the answer is JSON anyway.")
    var json = false

    @Argument(help: ArgumentHelp("The strings.", valueName: "string"))
    var strings: [String] = []

    func validate() throws {
        if lines, !strings.isEmpty { throw ValidationError("--lines reads standard input; leave the strings away.") }
        if !lines, strings.isEmpty { throw ValidationError("Name a string, or --lines to read standard input.") }
        if mask, !lines { throw ValidationError("--mask goes with --lines.") }
        if mask, kind != nil || lenient {
            throw ValidationError("--mask reads TC strings strictly; leave the rest away.")
        }
        if explain, lines { throw ValidationError("--explain takes its strings from the command line, not --lines.") }
    }

    func run() async throws {
        let (isMask, kind, options) = (mask, kind, lenient ? ConsentStringOptions.lenient : .strict)
        let failures: Int
        if explain {
            failures = explainStrings(as: kind, options: options)
        } else if lines {
            failures = try await ParallelLines { StringPrinter(isMask: isMask, kind: kind, options: options) }.run()
        } else {
            var printer = StringPrinter(isMask: isMask, kind: kind, options: options)
            for string in strings { printer.answer(Array(string.utf8)[...]) }
            printer.withAnswers { StandardOutput.write($0) }
            failures = printer.failures
        }
        if failures > 0 { throw Finished(status: .failures) }
    }

    /// Shows each string field by field.
    ///
    /// - Returns: how many of them decoding refuses.
    private func explainStrings(as kind: ConsentStringKind?, options: ConsentStringOptions) -> Int {
        var failures = 0
        for (index, string) in strings.enumerated() {
            let explanation = ConsentString.explain(string, as: kind, options: options)
            if explanation.error != nil { failures += 1 }
            if json {
                var writer = JSONWriter()
                explanation.writeLines(to: &writer)
                StandardOutput.write(writer.bytes)
            } else {
                if index > 0 { StandardOutput.write("\n") }
                StandardOutput.write(ExplanationText(explanation).text)
            }
        }
        return failures
    }
}

/// Answers strings one after the other in memory that it keeps.
private struct StringPrinter: LineAnswering {
    private(set) var failures = 0
    private let isMask: Bool
    private let kind: ConsentStringKind?
    private var printer: ConsentStringJSON
    private var decoder = TCStringDecoder()
    private var json = JSONWriter(capacity: 1 << 20)

    init(isMask: Bool, kind: ConsentStringKind?, options: ConsentStringOptions) {
        self.isMask = isMask
        self.kind = kind
        printer = ConsentStringJSON(options: options)
    }

    mutating func answer(_ line: ArraySlice<UInt8>) {
        if isMask {
            if let mask = try? decoder.permissionMask(of: line.span, vendor: 565) {
                json.integer(Int(mask))
            } else {
                json.raw("-")
                failures += 1
            }
            json.newline()
        } else if !printer.line(decoding: line.span, as: kind, into: &json) {
            failures += 1
        }
    }

    mutating func withAnswers(_ body: ([UInt8]) -> Void) {
        body(json.bytes)
        json.removeAll()
    }
}

extension ConsentStringKind {
    /// A kind from the command line.
    static func argument(_ text: String) throws -> ConsentStringKind {
        guard let kind = ConsentStringKind(rawValue: text) else {
            let kinds = allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("\"\(text)\" is no kind of string; there are \(kinds).")
        }
        return kind
    }
}
