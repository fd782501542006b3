import ConsentStrings
import Foundation
import Testing

/// The tables of the article on damaged strings, held against the malformed strings of the vector file.
@Suite("What the documentation says of damaged strings")
struct DamageTableTests {
    /// A row of a table.
    struct Row {
        let kind: ConsentStringKind
        let damage: String
        let isRead: Bool
        /// The error, or the warning.
        let code: String?
    }

    static func rows() throws -> [Row] {
        let file = Vectors.root.appendingPathComponent("Sources/ConsentStrings/Documentation.docc/DamagedStrings.md")
        let kinds: [String: ConsentStringKind] = ["TC strings": .tcf2, "TCF 1 strings": .tcf1, "GPP strings": .gpp]
        var kind: ConsentStringKind?
        var rows: [Row] = []
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            if line.hasPrefix("#") { kind = kinds[line.drop { $0 == "#" || $0 == " " }.description] }
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard let kind, line.hasPrefix("| "), cells.count == 3, cells[0] != "damage", cells[0] != "---" else {
                continue
            }
            let code = cells[1].split(separator: "`").dropFirst(cells[1].hasPrefix("read") ? 1 : 0).first
            rows.append(
                Row(kind: kind, damage: cells[0], isRead: cells[1].hasPrefix("read"), code: code.map(String.init))
            )
        }
        return rows
    }

    /// With which words the vector file says so, by the start of the row; `$` is the end.
    static let words: KeyValuePairs<String, [String]> = [
        "the core is cut": ["truncated to 1 of", "truncated to 38 of 80 characters (ranges)"],
        "an optional segment is cut": ["disclosed vendors MaxVendorId past", "publisher TC with 63 custom"],
        "`=` behind": ["padding '='"], "`+` and `/`": ["standard base64 alphabet"],
        "white space around": ["leading space", "trailing LF"], "quotes": ["single quotes"],
        "any other character": [
            "LF in the middle", "tab in", "leading BOM", "NUL", "zero-width", "fullwidth", "comma", "tilde", "emoji",
        ],
        "anything in lower case": ["lower-cased", "reversed"], "zeros or ones": ["non-canonical"],
        "a segment of a type": ["unknown segment type", "core twice"],
        "a segment that comes twice": ["disclosed vendors twice"],
        "segments in another order": ["segments in the order"],
        "nothing in front": ["leading dot", "segment dots only", "not a v2 string: a dot"],
        "version 1": ["version 1$"], "another version": ["version 4", "version 13", "version 63", "version 3"],
        "a US Privacy, Additional": [
            "not a v2 string: undefined", "not a v2 string: [object", "not a v2 string: 1", "not a v2 string: an AC",
            "not a v2 string: macro",
        ],
        "a CMP id": ["cmpId 1", "cmpId 0"], "letters": ["publisher country letter"],
        "times": ["created", "before TCF existed"],
        "what the policies forbid": [
            "not service specific", "purpose one treatment", "policy version", "restriction: purpose 3 require LI",
        ],
        "a range of vendors": ["vendor consents: range inverted", "vendor LI: range inverted"],
        "id 0": ["vendor consents: range 0-5", "vendor LI: single id 0", "restriction: range 0-5", "id 0"],
        "an id beyond": [
            "vendor consents: id past", "vendor consents: range wholly past", "vendor LI: range end past",
        ],
        "ids that overlap": [
            "vendor consents: ranges", "vendor consents: adjacent", "vendor LI: same id twice",
            "restriction: overlapping",
        ],
        "more entries, bits": [
            "vendor consents: MaxVendorId 65535, bit field without", "vendor consents: range, NumEntries past",
            "vendor LI: range, NumEntries 4095", "restriction: Num",
        ],
        "a restriction of type 3": ["restriction: type 3"],
        "a restriction for purpose 0": ["restriction: purpose 0", "restriction: no vendors"],
        "two types": ["restriction: two types"],
        "the string is cut": ["truncated to 4", "in the wild: three characters"],
        "a range that ends": ["range inverted", "default 1, inverted"],
        "`/` in place": ["in the wild: Consent-String-SDK-Java issue 49"],
        "a length that publisher": ["MaxVendorId 0", "range without entries"],
        "the header is cut": ["truncated to 2 of", "item count 4095", "Fibonacci code without", "random after DB"],
        "a header of another": ["header version"], "a header that lists": ["group 1-65535"],
        "`=` or white space": ["padding '=' on the header", "space round the tilde"],
        "a section that cannot": ["truncated to 12 of 24", "truncated to 14 of 24", "trailing space"],
        "no section": ["usnat cut", "usnat version 3", "tcfeuv2 empty$", "header only", "sections in the wrong order"],
        "more sections": ["header lists one", "trailing tilde"],
        "a section of an unknown": ["unknown section", "section 4 listed"],
        "another length": ["usnat v1 in", "usnat v2 length with version 1", "usnat extra zero"],
        "value 3": ["usva all ones", "usnj all ones"],
        "a signal in": ["usnat GPC type 3", "usnat GPC in 6 bits wrong"],
        "a TC string": ["TCF v2 string alone"], "JSON": ["JSON", "USP string alone"],
    ]

    @Test("every row is what the decoder does with every string of its kind of damage")
    func rows() throws {
        let vectors = try Vectors.sample("malformed.jsonl")
        let rows = try Self.rows()
        #expect(rows.count == 46)
        for row in rows {
            let words = try #require(Self.words.first { row.damage.hasPrefix($0.key) }, "\(row.damage)").value
            let own = vectors.filter { vector in
                vector.members["kind"] as? String == row.kind.rawValue
                    && words.contains { "\(vector.why)$".hasPrefix($0) }
            }
            // The file may leave out the sample that stands for a row, but not for many.
            #expect(!own.isEmpty || row.damage.hasPrefix("zeros"), "\(row.kind): \(row.damage)")
            for vector in own {
                do throws(ConsentStringError) {
                    let decoded = try ConsentString.decode(vector.text, as: row.kind)
                    #expect(row.isRead, "\(vector.why) is read")
                    let codes = decoded.warnings.map(\.code.rawValue)
                    if let code = row.code { #expect(codes.contains(code), "\(vector.why)") }
                } catch {
                    #expect(!row.isRead && error.code.rawValue == row.code, "\(vector.why): \(error.code)")
                }
            }
        }
    }

    @Test("every code that the article names is one")
    func codes() throws {
        let codes = Set(
            ConsentStringError.Code.allCases.map(\.rawValue) + ConsentStringWarning.Code.allCases.map(\.rawValue)
        )
        for row in try Self.rows() {
            if let code = row.code { #expect(codes.contains(code), "\(row.damage)") }
        }
    }
}
