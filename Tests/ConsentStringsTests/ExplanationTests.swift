import ConsentStrings
import FuzzChecks
import Testing

/// A string of the vector files and what it is to be read as.
struct ExplainedString: CustomTestStringConvertible {
    let vector: Vector
    let kind: ConsentStringKind

    var testDescription: String { vector.id }

    /// All strings of all files, the malformed ones included.
    static func all() throws -> [ExplainedString] {
        let files: [(String, ConsentStringKind)] = [
            ("tcf2.jsonl", .tcf2), ("tcf2-permissions.jsonl", .tcf2), ("tcf1.jsonl", .tcf1), ("gpp.jsonl", .gpp),
            ("gpp-unsettled.jsonl", .gpp), ("malformed.jsonl", .tcf2), ("usp.jsonl", .usp), ("ac.jsonl", .ac),
        ]
        return try files.flatMap { file, kind in
            try Vectors.sample(file).map { vector in
                let named = (vector.members["kind"] as? String).flatMap { name in
                    name == "publisher" ? .tcf1Publisher : ConsentStringKind(rawValue: name)
                }
                return ExplainedString(vector: vector, kind: named ?? kind)
            }
        }
    }
}

@Suite("Strings shown field by field")
struct ExplanationTests {
    /// The bits of characters, made without the code under test; nothing from the first one on that is no base64.
    static func bits(_ text: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var bits = ""
        for byte in text {
            guard let value = alphabet.firstIndex(of: byte) else { break }
            let digits = String(value, radix: 2)
            bits += String(repeating: "0", count: 6 - digits.count) + digits
        }
        return bits
    }

    @Test("every bit of every string is in one field, and the bits shown are those of the string")
    func coverage() throws {
        let strings = try ExplainedString.all()
        #expect(strings.count > 1_900)
        for string in strings {
            let text = Array(string.vector.text.utf8)
            let explanation = ConsentString.explain(string.vector.text, as: string.kind)
            if let gap = explanationGap(of: text, as: string.kind) {
                Issue.record("\(string.vector.id) \(string.vector.why): \(gap)")
                continue
            }
            for segment in explanation.segments where segment.unit == .bit {
                let bits = Array(Self.bits(Array(text[segment.characters])))
                for field in segment.fields {
                    guard let raw = field.raw else {
                        let isShort = field.offset + field.width <= bits.count
                        #expect(field.width > ConsentStringLimits.maxShownBits || !isShort, "\(string.vector.id)")
                        continue
                    }
                    #expect(String(bits[field.offset..<field.offset + field.width]) == raw, "\(string.vector.id)")
                    if case .integer(let value) = field.value { #expect(Int(raw, radix: 2) == value) }
                    if case .flag(let value) = field.value { #expect(raw == (value == true ? "1" : "0")) }
                }
            }
        }
    }

    @Test("the verdict is that of decoding: the same error, the same warnings")
    func verdict() throws {
        for string in try ExplainedString.all() {
            let explanation = ConsentString.explain(string.vector.text, as: string.kind)
            do throws(ConsentStringError) {
                let decoded = try ConsentString.decode(string.vector.text, as: string.kind)
                #expect(explanation.error == nil && explanation.warnings == decoded.warnings)
                #expect(explanation.kind == decoded.value.kind)
            } catch {
                #expect(explanation.error == error, "\(string.vector.id)")
            }
        }
    }

    @Test("a damaged string is shown up to the damage, and the damage with its bit")
    func damage() throws {
        let core = CoreWire().text
        let inverted = CoreWire(consents: .ranges(max: 9, [(1, 2), (9, 3)])).text
        let expected: [(String, last: String, bit: Int?, code: ConsentStringError.Code)] = [
            (String(core.prefix(20)), "ConsentLanguage", 120, .truncated),
            (String(core.prefix(39)), "vendor consents: IsRangeEncoding", 230, .truncated),
            (core + "=", "NumPubRestrictions", 6 * core.utf8.count, .invalidCharacter),
            (inverted, "vendor consents: Entry", 275, .invertedRange),
            ("c" + core.dropFirst(), "Version", 0, .unsupportedVersion),
            ("DBABVVA~1YNN", "SectionIds: NumItems", 42, .truncated), ("1YnN", "Notice", 16, .invalidCharacter),
            ("2~1.x~dv.", "Consented", 32, .malformed),
            ("BOEFEAyOEFEAyAHABDENAI4AAAB9vABAA", "NumEntries", 186, .truncated),
        ]
        for (text, last, bit, code) in expected {
            let segment = try #require(ConsentString.explain(text).segments.first { $0.damage != nil }, "\(text)")
            let names = segment.fields.filter { $0.name != "not read" }.map { field in
                field.part.map { "\($0): \(field.name)" } ?? field.name
            }
            #expect(names.last == last, "\(text)")
            #expect(segment.damage?.bit == bit && segment.damage?.code == code, "\(text)")
        }
    }

    @Test("damage in one segment or section hides none of the others")
    func damagedParts() throws {
        let text = CoreWire().text + ".IAP." + publisherSegment()
        let segments = ConsentString.explain(text).segments
        #expect(segments.map { $0.damage?.code } == [nil, .truncated, nil])
        #expect(segments[2].fields.first { $0.name == "PubPurposesConsent" }?.value == .purposes([1, 2]))
        let sections = ConsentString.explain("DBACTYA~1ynn~BVVVVVVVVlA").segments
        #expect(sections.map(\.section) == [nil, 6, 7])
        #expect(sections.map { $0.damage?.code } == [nil, .invalidCharacter, nil])
        #expect(sections[2].fields.count == 29)
    }

    @Test("ten thousand damaged strings are covered too")
    func flips() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var models = RandomModels(seed: seed)
        let strings = try ExplainedString.all().filter { $0.vector.text.utf8.count < 500 }
        for round in 0..<10_000 {
            let string = strings[round % strings.count]
            var bytes = Array(string.vector.text.utf8)
            DecodeKernelTests.damage(&bytes, &models)
            if let gap = explanationGap(of: bytes, as: string.kind) {
                Issue.record("seed \(seed), round \(round): \(gap)")
            }
        }
    }

    @Test("lenient options show the string freed of its wrappings")
    func lenient() {
        let explanation = ConsentString.explain(" \"1YNN\" ", options: .lenient)
        #expect(explanation.segments.map(\.characters) == [0..<4])
        #expect(explanation.warnings.map(\.code) == [.surroundingWhitespace, .quotes])
        #expect(ConsentString.explain(" 1YNN").error != nil)
    }

    @Test("what the values of United States' sections stand for is told in words")
    func meanings() {
        let fields = ConsentString.explain("DBABRg~BYYBqSI.YA").segments.flatMap(\.fields)
        func meaning(_ name: String) -> String? { fields.first { $0.name == name }?.meaning }
        #expect(meaning("SharingNotice") == "given")
        #expect(meaning("SaleOptOutNotice") == "not given")
        #expect(meaning("SaleOptOut") == "opted out")
        #expect(meaning("TargetedAdvertisingOptOut") == "did not opt out")
        #expect(meaning("SensitiveDataProcessing 3") == "health: not applicable")
        #expect(meaning("SensitiveDataProcessing 4") == "sexual orientation: no consent")
        #expect(meaning("SensitiveDataProcessing 5") == "citizenship: consent")
        #expect(meaning("KnownChildSensitiveDataConsents") == "up to 12: not applicable")
        #expect(meaning("MspaCoveredTransaction") == "no")
    }
}
