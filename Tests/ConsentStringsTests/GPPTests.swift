import BoundedJSON
import ConsentStrings
import FuzzChecks
import Testing

@Suite("GPP strings against vectors")
struct GPPVectorTests {
    static func check(_ vectors: [Vector]) throws {
        for vector in vectors {
            let members = try #require(try decodedMembers(vector.text, as: .gpp), "\(vector.id)")
            if let ids = vector.members["ids"] {
                #expect(canonical(members["sectionIds"]) == canonical(ids), "\(vector.id)")
            }
            let sections = try #require(members["sections"] as? [String: [String: Any]])
            for (name, model) in vector.model ?? [:] {
                let section = try #require(sections[name], "\(vector.id)")
                let expected = model as? [String: Any] ?? [:]
                for field in Set(section.keys).union(expected.keys) {
                    #expect(canonical(section[field]) == canonical(expected[field]), "\(vector.id) \(name).\(field)")
                }
            }
        }
    }

    @Test("every field of every section agrees with the sample of reference models")
    func sample() throws {
        let vectors = try Vectors.sample("gpp.jsonl")
        #expect(vectors.count == 300)
        try Self.check(vectors)
    }

    @Test("the same for all reference models", .enabled(if: Vectors.hasFullSets, fullSetsMissing))
    func fullSet() throws { try Self.check(try Vectors.fullSet("gpp.jsonl")) }

    /// Strings whose sensitive data can be read in two ways: with a type of two bits in front, which nobody writes, and
    /// without.
    static func isAmbiguous(_ vector: Vector) -> Bool {
        let layout = vector.members["layout"] as? String ?? ""
        return layout.contains("with 2-bit id") && ["UAk", "QAk", "VQg"].contains { vector.text.hasSuffix($0) }
    }

    @Test("each of the layouts in use of the unsettled sections is told by its bits")
    func unsettled() throws {
        let vectors = try Vectors.sample("gpp-unsettled.jsonl")
        #expect(vectors.count > 100)
        try Self.check(vectors.filter { !Self.isAmbiguous($0) })
    }

    @Test("sensitive data that can be read in two ways is told")
    func ambiguous() throws {
        for text in ["DBABUYA~BkFY.UAk", "DBABUYA~BkFY.VCA"] {
            let decoded = try GPPString.decode(utf8: Array(text.utf8).span)
            #expect(decoded.warnings.map(\.code) == [.ambiguousLayout])
        }
    }
}

@Suite("Decisions on odd GPP strings")
struct GPPDecisionTests {
    static func decode(_ text: String) throws(ConsentStringError) -> Decoded<GPPString> {
        try GPPString.decode(utf8: Array(text.utf8).span)
    }

    static func us(_ decoded: Decoded<GPPString>, _ id: Int = 7) -> USSection? {
        guard case .us(let section) = decoded.value.section(id)?.content else { return nil }
        return section
    }

    static func failure(_ decoded: Decoded<GPPString>, _ id: Int) -> ConsentStringError.Code? {
        guard case .unreadable(let error) = decoded.value.section(id)?.content else { return nil }
        return error.code
    }

    @Test(
        "strings that are refused",
        arguments: [
            ("", .empty), ("D", .truncated), ("DB", .truncated), ("DBAC", .truncated), ("~", .invalidCharacter),
            ("~DBABTA~1YNN", .invalidCharacter), ("DAABTA~1YNN", .unsupportedVersion),
            ("D_ABTA~1YNN", .unsupportedVersion),
            ("EBABTA~1YNN", .unsupportedVersion), ("DB__TA~1YNN", .truncated), ("DBABVVA~1YNN", .truncated),
            ("DBAB6AlBYA~BVVVVVVVVlA", .tooManySections), ("DBACTYA=~1YNN~BVVVVVVVVlA", .invalidCharacter),
            ("DBACTYA ~ 1YNN", .invalidCharacter), ("{}", .wrongFamily), ("1YNN", .wrongFamily),
            ("DBABLA", .noReadableSection), ("DBABTA~1ynn", .noReadableSection), ("DBABTA~0YNN", .noReadableSection),
            ("DBABTA~1???", .noReadableSection), ("DBABTA~----", .noReadableSection), ("DBABMA~", .noReadableSection),
            ("DBABLA~BVVVV", .noReadableSection), ("DBABLA~B", .noReadableSection), ("DBABLA~YA", .noReadableSection),
            ("DBABLA~DVVVVVVVVlA", .noReadableSection), ("DBABLA~AVVVVVVVVlA", .noReadableSection),
            ("DBABLA~BVVVVVVVVlA=", .noReadableSection), ("DBABBg~Cqqqqqpo", .noReadableSection),
            ("DBABLA~1YNN", .noReadableSection), ("DBACTYA~BVVVVVVVVlA~1YNN", .noReadableSection),
            ("DBABDA~B", .noReadableSection),
        ] as [(String, ConsentStringError.Code)]
    )
    func refused(text: String, code: ConsentStringError.Code) {
        do throws(ConsentStringError) {
            _ = try Self.decode(text)
            Issue.record("accepted: \(text)")
        } catch {
            #expect(error.code == code, "\(text)")
        }
    }

    @Test("header padding is not part of the list", arguments: ["DBABL", "DBABLA", "DBABLAAAAA"])
    func headerPadding(header: String) throws {
        let decoded = try Self.decode(header + "~BVQqAAAAAg")
        #expect(decoded.value.sectionIDs == [7])
        #expect(Self.us(decoded)?.version == 1)
        #expect(decoded.warnings.isEmpty)
    }

    @Test(
        "usnat is read by its version, whatever its length",
        arguments: ["BVQVAAAAAg", "BVQVAAAAAgA", "BVQVAAAAAgAA"]
    )
    func usnatLength(text: String) throws {
        let section = try #require(Self.us(try Self.decode("DBABLA~" + text)))
        #expect(section.values(of: "SensitiveDataProcessing")?.count == 12)
        #expect(section.value(of: "MspaCoveredTransaction") == 2)
        #expect(section.value(of: "SensitiveDataProcessing") == nil)
        #expect(section.values(of: "NoSuchField") == nil)
    }

    @Test("one bad section neither hides the others nor goes unnoticed")
    func badSection() throws {
        let decoded = try Self.decode("DBACTYA~1YNN~BVVVV")
        #expect(
            decoded.value.section(6)?.content
                == .usPrivacy(USPrivacyString(notice: true, optOutSale: false, lspaCovered: false))
        )
        #expect(Self.failure(decoded, 7) == .truncated)
        #expect(decoded.warnings.map(\.code) == [.unreadableSection])
        let missing = try Self.decode("DBACTYA~1YNN")
        #expect(Self.failure(missing, 7) == .missingSection)
        let empty = try Self.decode("DBACTYA~~BVVVVVVVVlA")
        #expect(Self.failure(empty, 6) == .empty)
        #expect(Self.us(empty) != nil)
    }

    @Test("more sections than the header lists are told and left out", arguments: ["~", "~BVVVVVVVVlA", "~~"])
    func extra(tail: String) throws {
        let decoded = try Self.decode("DBABTA~1YNN" + tail)
        #expect(decoded.value.sectionIDs == [6])
        #expect(decoded.warnings.map(\.code) == [.extraSection])
    }

    @Test("a section of an unknown id keeps its text", arguments: [("DBABKYA~BAAA", 28), ("DBABCoVg~BAAA", 4_000)])
    func unknown(text: String, id: Int) throws {
        let decoded = try Self.decode(text)
        #expect(decoded.value.sections == [GPPSection(id: id, text: "BAAA", content: .unknown)])
        #expect(decoded.value.sections.first?.name == String(id))
    }

    @Test(
        "a section of an unknown id with characters that no GPP string has is unreadable",
        arguments: ["%41", "=", " B"]
    )
    func foreignUnknown(text: String) throws {
        let decoded = try Self.decode("DBACTQY~1YNN~" + text)
        #expect(decoded.value.sectionIDs.count == 2 && Self.failure(decoded, 28) == .invalidCharacter)
    }

    @Test("a section that is no text is unreadable, whatever its id, and is not passed on as something else")
    func noText() throws {
        // Section 28, of unknown layout, and 6.
        for header in ["DBABKYA~", "DBABTA~"] {
            let bytes = Array(header.utf8) + [0x31, 0xA7, 0xB0, 0x59]
            #expect(throws: ConsentStringError.self) { try GPPString.decode(utf8: bytes.span) }
        }
        let two = Array("DBACTYA~1".utf8) + [0xA7, 0xB0] + Array("Y~BVVVVVVVVlA".utf8)
        let decoded = try GPPString.decode(utf8: two.span)
        #expect(Self.failure(decoded, 6) == .invalidCharacter && Self.us(decoded) != nil)
        #expect(throws: ConsentStringError.self) { try decoded.value.encoded() }
    }

    @Test(
        "the GPC signal: true, false, or not known, and true if any is true",
        arguments: [
            ("", nil), (".YA", true), (".Y", true), (".QA", false), (".Q", false), (".AA", nil), (".4A", nil),
            (".YA.QA", true), (".QA.YA", true), (".", nil), ("..YA", true), (".YAAAAAAA", true),
        ] as [(String, Bool?)]
    )
    func globalPrivacyControl(tail: String, signal: Bool?) throws {
        #expect(Self.us(try Self.decode("DBABLA~BVVVVVVVVlA" + tail))?.globalPrivacyControl == signal)
    }

    @Test("a GPC signal behind a section that defines none is kept")
    func undefinedSignal() throws {
        #expect(Self.us(try Self.decode("DBABRg~BYYBqSI.YA"), 9)?.globalPrivacyControl == true)
    }

    @Test("value 3 is kept as it is")
    func valueThree() throws {
        let section = try #require(Self.us(try Self.decode("DBABRg~B______"), 9))
        #expect(section.value(of: "SaleOptOut") == 3)
        #expect(section.fieldNames.first == "SharingNotice")
    }

    @Test("a group of ids in the header is from its start to start plus length")
    func group() throws {
        #expect(try Self.decode("DBABrYA~BVVVVVVVVlA~Bqqqqqpo~BEClFCE").value.sectionIDs == [7, 8, 9])
    }

    @Test("a TC string with a damaged optional segment keeps its core inside a section")
    func damagedTCSegment() throws {
        let decoded = try Self.decode("DBABMA~" + CoreWire().text + ".IAP")
        guard case .tcfEUv2(let value) = decoded.value.section(2)?.content else {
            Issue.record("no TC string")
            return
        }
        #expect(value.damagedSegments == .disclosedVendors && value.vendorConsents == [1, 2, 5, 9, 30])
        #expect(decoded.warnings.map(\.code) == [.damagedSegment])
    }

    @Test("every string of the malformed set is decoded or refused without harm, and its valid base is decoded")
    func malformed() throws {
        for vector in try Vectors.sample("malformed.jsonl") where vector.members["kind"] as? String == "gpp" {
            let outcome = try? Self.decode(vector.text)
            if vector.why.hasPrefix("valid base") || vector.why.hasPrefix("in the wild") {
                #expect(outcome != nil, "\(vector.id)")
            }
            if vector.why.contains("truncated to") || vector.why.contains("cut short") {
                let unread = outcome?.value.sections.contains {
                    if case .unreadable = $0.content { true } else { false }
                }
                #expect(unread != false, "\(vector.id) \(vector.why)")
            }
        }
    }

    @Test("a string cut at any character has sections of the whole, or unreadable ones, and no others")
    func cuts() throws {
        for vector in try Vectors.sample("gpp.jsonl").prefix(60) {
            let whole = try GPPString(vector.text)
            for length in 0..<vector.text.utf8.count {
                guard let cut = try? GPPString(String(vector.text.prefix(length))) else { continue }
                for section in cut.sections {
                    let original = try #require(whole.section(section.id)?.content, "\(vector.id) cut to \(length)")
                    #expect(isNoMore(section.content, than: original), "\(vector.id) cut to \(length)")
                }
            }
        }
    }

    @Test("ten thousand damaged strings are decoded or refused")
    func flips() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = RepeatableRandom(seed: seed)
        let strings = (try Vectors.sample("gpp.jsonl") + Vectors.sample("gpp-unsettled.jsonl")).map {
            Array($0.text.utf8)
        }
        var decoder = GPPStringDecoder()
        var decoded = 0
        for round in 0..<10_000 {
            var bytes = strings[round % strings.count]
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<7, using: &random)
            }
            if (try? decoder.decode(bytes.span)) != nil { decoded += 1 }
        }
        #expect(decoded > 0, "seed \(seed)")
    }

    @Test("4,095 sections are read and one more is refused")
    func limit() throws {
        var header = BitText()
        header.put(3, 6)
        header.put(1, 6)
        header.put(2, 12)
        header.put(0b0_11, 3)
        header.put(0b1_11, 3)
        header.put(fibonacci: 4_093)
        let text = header.text
        let sections = try? Self.decode(text + "~BAAA~BAAA~BAAA")
        #expect(sections?.value.sections.count == ConsentStringLimits.maxSections)
        var more = BitText()
        more.put(3, 6)
        more.put(1, 6)
        more.put(2, 12)
        more.put(0b0_11, 3)
        more.put(0b1_11, 3)
        more.put(fibonacci: 4_094)
        do throws(ConsentStringError) {
            _ = try Self.decode(more.text + "~BAAA")
            Issue.record("accepted")
        } catch {
            #expect(error.code == .tooManySections)
        }
    }
}

extension BitText {
    /// A number in Fibonacci code.
    mutating func put(fibonacci number: Int) {
        var numbers = [1, 2]
        while numbers[numbers.count - 1] <= number {
            numbers.append(numbers[numbers.count - 1] + numbers[numbers.count - 2])
        }
        var rest = number
        var digits: [Int] = []
        for candidate in numbers.reversed() {
            let fits = candidate <= rest
            if fits { rest -= candidate }
            if fits || !digits.isEmpty { digits.append(fits ? 1 : 0) }
        }
        for digit in digits.reversed() { put(digit, 1) }
        put(1, 1)
    }
}
