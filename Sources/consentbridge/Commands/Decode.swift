import ArgumentParser
import BoundedJSON
import ConsentStrings
import Foundation

struct Decode: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Decodes IAB consent strings to JSON.",
        discussion: """
            Examples:
              consentbridge decode CO052l-O052l-DGAMBFRACBgAIBAAAAAAIYgEawAQEagAAAA
              consentbridge decode --lines < strings.txt > decoded.jsonl

            A string that cannot be decoded is answered {"ok":false,"error":{…}} and makes the exit code 1.
            """
    )

    @Flag(help: "Read one string a line from standard input and answer one line each.")
    var lines = false

    @Flag(
        help: "Print only a mask: bit p-1 for consent to purpose p (1 to 10), bit 10 for vendor 565; - for no string."
    )
    var mask = false

    @Flag(help: .hidden)
    var json = false

    @Argument(help: ArgumentHelp("The strings.", valueName: "string"))
    var strings: [String] = []

    func validate() throws {
        if lines, !strings.isEmpty { throw ValidationError("--lines reads standard input; leave the strings away.") }
        if !lines, strings.isEmpty { throw ValidationError("Name a string, or --lines to read standard input.") }
        if mask, !lines { throw ValidationError("--mask goes with --lines.") }
    }

    func run() throws {
        var printer = LinePrinter(isMask: mask)
        if lines {
            var reader = LineReader()
            while let batch = reader.next() {
                for line in batch { printer.add(line) }
                printer.flush()
            }
        } else {
            for string in strings { printer.add(Array(string.utf8)[...]) }
            printer.flush()
        }
        if printer.failures > 0 { throw Finished(status: .failures) }
    }
}

/// Answers strings one after the other in memory that it keeps.
private struct LinePrinter {
    private(set) var failures = 0
    private let isMask: Bool
    private var printer = ConsentStringJSON()
    private var decoder = TCStringDecoder()
    private var json = JSONWriter(capacity: 1 << 20)

    init(isMask: Bool) {
        self.isMask = isMask
    }

    mutating func add(_ line: ArraySlice<UInt8>) {
        if isMask {
            if let mask = try? decoder.permissionMask(of: line.span, vendor: 565) {
                json.integer(Int(mask))
            } else {
                json.raw("-")
                failures += 1
            }
            json.newline()
        } else if !printer.line(decoding: line.span, into: &json) {
            failures += 1
        }
    }

    mutating func flush() {
        StandardOutput.write(json.bytes)
        json.removeAll()
    }
}
