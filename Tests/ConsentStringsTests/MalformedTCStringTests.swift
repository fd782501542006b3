import ConsentStrings
import Testing

/// The decision on every malformed string of the vector file, by the words with which the file says what is wrong.
@Suite("Malformed TC strings")
struct MalformedTCStringTests {
    enum Decision: Equatable {
        case accepted
        case refused(ConsentStringError.Code)
    }

    /// The longest beginning of `why` in this table decides.
    static let decisions: [(String, Decision)] = [
        ("valid base", .accepted), ("truncated to", .refused(.truncated)), ("padding '=", .refused(.invalidCharacter)),
        ("standard base64 alphabet", .refused(.invalidCharacter)), ("leading space", .refused(.invalidCharacter)),
        ("trailing LF", .refused(.invalidCharacter)), ("LF in the middle", .refused(.invalidCharacter)),
        ("tab in the middle", .refused(.invalidCharacter)), ("leading BOM", .refused(.invalidCharacter)),
        ("NUL in the middle", .refused(.invalidCharacter)), ("zero-width space", .refused(.invalidCharacter)),
        ("single quotes", .refused(.invalidCharacter)), ("fullwidth letter", .refused(.invalidCharacter)),
        ("lower-cased", .refused(.unsupportedVersion)), ("reversed", .refused(.unsupportedVersion)),
        ("comma", .refused(.invalidCharacter)), ("tilde", .refused(.invalidCharacter)),
        ("leading dot", .refused(.empty)),
        ("emoji", .refused(.invalidCharacter)), ("segment dots only", .refused(.empty)),
        ("disclosed vendors twice", .accepted), ("segments in the order", .accepted), ("core twice", .accepted),
        ("unknown segment type", .accepted), ("segment 'IAAA'", .accepted),
        ("disclosed vendors MaxVendorId past", .accepted), ("publisher TC", .accepted), ("non-canonical", .accepted),
        ("version 1", .refused(.wrongFamily)), ("version 13", .refused(.unsupportedVersion)),
        ("version", .refused(.unsupportedVersion)), ("policy version", .accepted), ("not service specific", .accepted),
        ("purpose one treatment", .accepted), ("nothing set at all", .accepted), ("publisher country", .accepted),
        ("created", .accepted), ("before TCF existed", .accepted), ("cmpId", .accepted), ("screen", .accepted),
        ("vendorListVersion", .accepted), ("vendor consents", .accepted), ("vendor LI", .accepted),
        ("vendor consents: MaxVendorId 65535, bit field without", .refused(.truncated)),
        ("vendor consents: range, NumEntries past", .refused(.truncated)),
        ("vendor consents: range inverted", .refused(.invertedRange)),
        ("vendor LI: range, NumEntries 4095", .refused(.truncated)),
        ("vendor LI: range inverted", .refused(.invertedRange)), ("restriction", .accepted),
        ("restriction: NumPubRestrictions 3", .refused(.truncated)),
        ("restriction: NumEntries 4095", .refused(.truncated)),
        ("not a v2 string: one space", .refused(.invalidCharacter)), ("not a v2 string: a dot", .refused(.empty)),
        ("not a v2 string: undefined", .refused(.wrongFamily)), ("not a v2 string: [object", .refused(.wrongFamily)),
        ("not a v2 string: 1", .refused(.wrongFamily)), ("not a v2 string: an AC", .refused(.wrongFamily)),
        ("not a v2 string: tilde before", .refused(.invalidCharacter)),
        ("not a v2 string: with a parameter name", .refused(.unsupportedVersion)),
        ("not a v2 string: macro", .refused(.wrongFamily)), ("not a v2 string: forty C", .refused(.truncated)),
        ("not a v2 string: sixty -", .refused(.unsupportedVersion)),
        ("not a v2 string: C and eighty _", .refused(.truncated)), ("not a v2 string: spec-like", .accepted),
        ("character 44 replaced by F", .refused(.truncated)),
        ("character 0 replaced by Y", .refused(.unsupportedVersion)),
        ("random base64url", .refused(.unsupportedVersion)), ("in the wild", .accepted),
    ]

    static func decision(_ why: String) -> Decision? {
        decisions.filter { why.hasPrefix($0.0) }.max { $0.0.count < $1.0.count }?.1
    }

    static func outcome(_ text: String) -> Decision { refusal(text).map(Decision.refused) ?? .accepted }

    /// Single changed, deleted and inserted characters have no one decision; they may never add what the valid string
    /// does not have unless the damaged character stands where those bits are, which ``MutationTests`` looks at.
    static func hasNoDecision(_ why: String) -> Bool {
        why.hasPrefix("character") && decision(why) == nil || why.contains("truncated") && why.contains("segments")
            || why.contains("extra one characters")
    }

    static func check(_ vectors: [Vector]) {
        for vector in vectors where vector.members["kind"] as? String == "tcf2" && !hasNoDecision(vector.why) {
            #expect(decision(vector.why) == outcome(vector.text), "\(vector.id) \(vector.why)")
        }
    }

    @Test("the decision is as the table has it")
    func decisions() throws {
        Self.check(try Vectors.sample("malformed.jsonl"))
    }

    @Test("a string cut inside an optional segment keeps its core and loses that segment")
    func cutSegments() throws {
        for vector in try Vectors.sample("malformed.jsonl")
        where vector.why.contains("truncated") && vector.why.contains("(segments)") {
            let whole = try TCString(vector.members["base"] as? String ?? "")
            let cut = try TCString(vector.text)
            #expect(cut.vendorConsents == whole.vendorConsents, "\(vector.id)")
            #expect(cut.disclosedVendors == nil || cut.disclosedVendors == whole.disclosedVendors, "\(vector.id)")
            #expect(cut.publisherPurposes == nil, "\(vector.id)")
        }
    }

    @Test("characters behind the last field change nothing")
    func extraCharacters() throws {
        for vector in try Vectors.sample("malformed.jsonl") where vector.why.contains("extra one characters") {
            #expect(try TCString(vector.text) == TCString(vector.members["base"] as? String ?? ""), "\(vector.id)")
        }
    }

    @Test("strings that most libraries accept with the same model have that model here")
    func agreement() throws {
        var compared = 0
        for vector in try Vectors.sample("malformed.jsonl") where vector.members["kind"] as? String == "tcf2" {
            guard let out = vector.members["out"] as? [String: Any], let names = out["ok"] as? [String],
                names.count >= 6,
                let base = vector.members["base"] as? String, let changes = out["vsBase"] as? [String: Any]
            else { continue }
            compared += 1
            let (value, whole) = (try TCString(vector.text), try TCString(base))
            let vendors = changes["vendorConsents"] as? String ?? whole.vendorConsents.description
            #expect(value.vendorConsents.description == vendors, "\(vector.id)")
            let interests =
                changes["vendorLegitimateInterests"] as? String ?? whole.vendorLegitimateInterests.description
            #expect(value.vendorLegitimateInterests.description == interests, "\(vector.id)")
            let purposes = changes["purposeConsents"] as? [Int] ?? Array(whole.purposeConsents)
            #expect(Array(value.purposeConsents) == purposes, "\(vector.id)")
        }
        #expect(compared > 20)
    }
}
