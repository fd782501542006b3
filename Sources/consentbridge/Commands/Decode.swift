import ArgumentParser
import BoundedJSON
import ConsentStrings
import Foundation

struct Decode: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Decodes IAB consent strings to JSON.",
        discussion: """
            Examples:
              consentbridge decode CO052l-O052l-DGAMBFRACBgAIBAAAAAAIYgEawAQEagAAAA
              consentbridge decode --lines < strings.txt > decoded.jsonl
              consentbridge decode --kind tcf1-publisher BOEFEAyOEFEAyAHABDENAIgAAAB9vAAA

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

    @Flag(help: .hidden)
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
    }

    func run() async throws {
        let (isMask, kind, options) = (mask, kind, lenient ? ConsentStringOptions.lenient : .strict)
        let failures: Int
        if lines {
            failures = try await ParallelLines { StringPrinter(isMask: isMask, kind: kind, options: options) }.run()
        } else {
            var printer = StringPrinter(isMask: isMask, kind: kind, options: options)
            for string in strings { printer.answer(Array(string.utf8)[...]) }
            printer.withAnswers { StandardOutput.write($0) }
            failures = printer.failures
        }
        if failures > 0 { throw Finished(status: .failures) }
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
