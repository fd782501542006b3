import ArgumentParser
import BoundedJSON
import ConsentStrings
import ConsentTranslation
import Foundation

struct Encode: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Encodes the JSON that decode prints to consent strings.",
        discussion: """
            Examples:
              consentbridge encode '{"kind":"usp","version":1,"notice":true,"optOutSale":false,"lspa":null}'
              consentbridge decode --lines < strings.txt | consentbridge encode --lines

            What cannot be encoded, or what the specification forbids, is answered {"ok":false,"error":{…}} with the
            rule, and makes the exit code 1.
            """
    )

    @Flag(help: "Read one JSON object a line from standard input and answer one string a line.")
    var lines = false

    @Flag(help: "Write what the specification forbids too, as long as the layout can hold it.")
    var anyway = false

    @Argument(help: ArgumentHelp("The JSON objects.", valueName: "json"))
    var objects: [String] = []

    func validate() throws {
        if lines, !objects.isEmpty { throw ValidationError("--lines reads standard input; leave the objects away.") }
        if !lines, objects.isEmpty { throw ValidationError("Name a JSON object, or --lines to read standard input.") }
    }

    func run() throws {
        var failures = 0
        if lines {
            var reader = LineReader()
            while let batch = reader.next() {
                StandardOutput.write(batch.map { answer(Array($0), &failures) }.joined())
            }
        } else {
            for object in objects { StandardOutput.write(answer(Array(object.utf8), &failures)) }
        }
        if failures > 0 { throw Finished(status: .failures) }
    }

    private func answer(_ object: [UInt8], _ failures: inout Int) -> String {
        do throws(ConsentStringError) {
            return try ConsentString(decodedForm: object).encoded(enforcingRules: !anyway) + "\n"
        } catch {
            failures += 1
            var json = JSONWriter()
            json.beginObject()
            json.member("ok", false)
            json.key("error")
            json.beginObject()
            json.member("code", error.code.rawValue)
            json.member("message", error.message)
            json.endObject()
            json.endObject()
            json.newline()
            return String(decoding: json.bytes, as: UTF8.self)
        }
    }
}
