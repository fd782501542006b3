import BoundedJSON
@testable import ConsentTranslation
import Testing

@Suite("Rows of CSV")
struct CSVRowsTests {
    private func rows(_ text: String, _ separator: Character = ",") throws -> [[String]] {
        try CSVRows.rows(text, separator: separator, path: "export")
    }

    @Test(
        "rows end in LF or CRLF, and quotes keep separators, line ends and quotes",
        arguments: [
            ("", []),
            ("a,b", [["a", "b"]]),
            ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
            ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
            ("a,b\n1,2\r\n3,4\n", [["a", "b"], ["1", "2"], ["3", "4"]]),
            ("\u{FEFF}a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
            ("\u{FEFF}", []),
            ("\u{FEFF}\"a\",b", [["a", "b"]]),
            ("a,b\n,\n", [["a", "b"], ["", ""]]),
            ("a,b\n1,", [["a", "b"], ["1", ""]]),
            ("a\n\n1\n", [["a"], [""], ["1"]]),
            ("\"a\",\"b\"\n\"1\",\"\"", [["a", "b"], ["1", ""]]),
            ("a,b\n\"x,y\",\"say \"\"yes\"\"\"\n", [["a", "b"], ["x,y", "say \"yes\""]]),
            ("a,b\n\"two\nlines\",\"two\r\nmore\"\n", [["a", "b"], ["two\nlines", "two\r\nmore"]]),
            ("a\n\"\"\"\"\n", [["a"], ["\""]]),
            (" a , b \n\t1,2 \n", [[" a ", " b "], ["\t1", "2 "]]),
            ("ä,€\n😀,e\u{301}\n", [["ä", "€"], ["😀", "e\u{301}"]]),
            ("a,b\n\u{301},\u{301}\n", [["a", "b"], ["\u{301}", "\u{301}"]]),
            ("a;b,c\n", [["a;b", "c"]]),
        ] as [(String, [[String]])]
    )
    func read(text: String, wanted: [[String]]) throws {
        #expect(try rows(text) == wanted)
    }

    @Test("any ASCII character separates, but a quote and a line end", arguments: [";", "\t", "|", " ", ":", "\u{1}"])
    func separators(separator: Character) throws {
        #expect(try rows("a\(separator)\"b\(separator)c\"\n", separator) == [["a", "b\(separator)c"]])
    }

    @Test("no separators", arguments: ["\"", "\n", "\r", "\r\n", "€", "ä"] as [Character])
    func noSeparators(separator: Character) {
        #expect(failure { try rows("a", separator) } == .malformed)
    }

    @Test(
        "a fault names its row, and nothing of what is in it",
        arguments: [
            ("a,b\nhush,2\n3", "Row 3 has 1 of 2 fields; the file is cut off or damaged."),
            ("a,b\n\"hush\nhush\",2\n3,4,5\n", "Row 3 has 3 of 2 fields; the file is cut off or damaged."),
            ("a,b\n1,2\n\n", "Row 3 has 1 of 2 fields; the file is cut off or damaged."),
            ("a,b\n\"hush,2\n3,4\n", "Row 2 has a quote that is not closed; the file is cut off or damaged."),
            ("\"", "Row 1 has a quote that is not closed; the file is cut off or damaged."),
            ("a,b\nhu\"sh,2\n", "Row 2 has a quote or carriage return where none may be; check the separator."),
            ("a,b\n\"hush\"x,2\n", "Row 2 has a quote or carriage return where none may be; check the separator."),
            ("a,b\n\"hush\" ,2\n", "Row 2 has a quote or carriage return where none may be; check the separator."),
            ("a,b\r1,2\r", "Row 1 has a quote or carriage return where none may be; check the separator."),
            ("a,b\n1,2\r", "Row 2 has a quote or carriage return where none may be; check the separator."),
        ]
    )
    func faults(text: String, message: String) {
        let error = refusal { try rows(text) }
        #expect(error == TranslationError(.malformed, message, path: "export"))
    }

    @Test("what is written with quotes or without comes back")
    func roundTrip() throws {
        var random = RepeatableRandom(seed: .random(in: 0...(.max)))
        for _ in 0..<500 {
            let table = Self.table(using: &random)
            #expect(try rows(Self.text(of: table, using: &random)) == table, "\(random)")
        }
    }

    @Test("a file cut off anywhere is refused, or ends in a row of which only the last field is short")
    func cuts() throws {
        var random = RepeatableRandom(seed: .random(in: 0...(.max)))
        for _ in 0..<50 {
            let table = Self.table(using: &random)
            let text = Array(Self.text(of: table, using: &random).utf8)
            for count in text.indices {
                guard let read = try? rows(String(decoding: text[..<count], as: UTF8.self)), let last = read.last else {
                    continue
                }
                #expect(read.dropLast() == table.prefix(read.count - 1), "\(random)")
                // A header that is cut off is a shorter header: only the rows behind it can tell.
                guard read.count > 1 else { continue }
                #expect(last.dropLast() == table[read.count - 1].dropLast(), "\(random)")
            }
        }
    }

    private static func table(using random: inout RepeatableRandom) -> [[String]] {
        let width = Int.random(in: 1...4, using: &random)
        return (0..<Int.random(in: 1...6, using: &random)).map { _ in
            (0..<width).map { _ in random.pick(["a", "", "x y", "1,2", "\"", "\"\"", "\n", "a\r\nb", "ä€", "\r"]) }
        }
    }

    private static func text(of table: [[String]], using random: inout RepeatableRandom) -> String {
        var text = random.pick(["", "\u{FEFF}"])
        for row in table {
            let fields = row.map { field in
                let isPlain = !field.utf8.contains { ",\"\r\n".utf8.contains($0) } && Bool.random(using: &random)
                // A row of one empty field at the end would be no row.
                return isPlain && !field.isEmpty ? field : "\"" + field.replacing("\"", with: "\"\"") + "\""
            }
            text += fields.joined(separator: ",") + random.pick(["\n", "\r\n"])
        }
        return text
    }

    @Test("rows, fields and bytes, each at its limit and one above")
    func limits() throws {
        let tall = String(repeating: "x\n", count: TranslationLimits.maxRows)
        #expect(try rows(tall).count == TranslationLimits.maxRows)
        #expect(failure { try rows(tall + "x") } == .tooLarge)
        let wide = String(repeating: ",", count: TranslationLimits.maxFields - 1)
        #expect(try rows(wide).first?.count == TranslationLimits.maxFields)
        #expect(failure { try rows(wide + ",") } == .tooLarge)
        let long = String(repeating: "x", count: TranslationLimits.page.maxBytes + 1)
        #expect(failure { try rows(long) } == .tooLarge)
    }

    @Test("fields of all rows together")
    func allFields() {
        let row = String(repeating: ",", count: TranslationLimits.maxFields - 1) + "\n"
        let limit = TranslationLimits.page.maxValues / TranslationLimits.maxFields
        #expect(failure { try rows(String(repeating: row, count: limit + 1)) } == .tooLarge)
    }
}
