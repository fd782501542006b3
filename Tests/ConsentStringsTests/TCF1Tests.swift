import ConsentStrings
import Testing

@Suite("TCF 1 strings")
struct TCF1Tests {
    static func check(_ vectors: [Vector]) throws {
        for vector in vectors {
            let kind: ConsentStringKind = vector.members["kind"] as? String == "publisher" ? .tcf1Publisher : .tcf1
            var model = vector.model ?? [:]
            model["version"] = model.removeValue(forKey: "v")
            let members = try #require(try decodedMembers(vector.text, as: kind), "\(vector.id)")
            #expect(canonical(members) == canonical(model), "\(vector.id)")
        }
    }

    @Test("every field agrees with the reference models")
    func vectors() throws {
        try Self.check(try Vectors.sample("tcf1.jsonl"))
    }

    @Test("the default turns the list of ranges round")
    func defaultConsent() throws {
        let value = try TCF1String("BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA")
        #expect(value.vendorConsents.description == "1-8,10-2011")
        #expect(value.defaultConsent && value.encoding == .range && value.maxVendorID == 2_011)
    }

    static let malformed: [(String, ConsentStringError.Code?)] = [
        ("in the wild: Consent-String-SDK-Java issue 49", .invalidCharacter), ("valid base", nil),
        ("truncated to 0", .empty), ("truncated", .truncated), ("MaxVendorId 0", nil), ("range without entries", nil),
        ("range inverted", .invertedRange), ("id 0", nil), ("default 1, inverted", .invertedRange),
        ("default 1, MaxVendorId 65535", nil), ("cmpId 0", nil), ("purposes 6-24 set", nil),
        ("in the wild: the specification's example", nil), ("in the wild: a publisher-purposes", .truncated),
        ("in the wild: inverted range", .invertedRange), ("in the wild: three characters", .truncated),
        ("character", nil),
        ("character 28 replaced by T", .truncated),
    ]

    @Test("the decision on every malformed string")
    func decisions() throws {
        for vector in try Vectors.sample("malformed.jsonl") where vector.members["kind"] as? String == "tcf1" {
            let row = Self.malformed.filter { vector.why.hasPrefix($0.0) }.max { $0.0.count < $1.0.count }
            let expected = try #require(row, "\(vector.why)").1
            var outcome: ConsentStringError.Code?
            do throws(ConsentStringError) { _ = try TCF1String(vector.text) } catch { outcome = error.code }
            #expect(outcome == expected, "\(vector.id) \(vector.why)")
        }
    }

    @Test("a publisher string read as a vendor string is refused with a hint, or suspected")
    func publisherAsVendor() throws {
        for vector in try Vectors.sample("tcf1.jsonl") where vector.members["kind"] as? String == "publisher" {
            do throws(ConsentStringError) {
                let warnings = try TCF1String.decode(utf8: Array(vector.text.utf8).span).warnings
                if (30...33).contains(vector.text.count) { #expect(warnings.contains { $0.code == .suspiciousLength }) }
            } catch {
                if (30...33).contains(vector.text.count) { #expect(error.message.contains("tcf1-publisher")) }
            }
        }
    }

    @Test("strings of another family are refused by name")
    func families() {
        for text in [CoreWire().text, "DBABTA~1YNN", "1YNN", "null"] {
            do throws(ConsentStringError) {
                _ = try TCF1String(text)
                Issue.record("accepted")
            } catch {
                #expect(error.code == .wrongFamily)
            }
        }
    }

    @Test("a string cut at any character never grants more than the whole")
    func cuts() throws {
        for vector in try Vectors.sample("tcf1.jsonl") where vector.members["kind"] as? String == "vendor" {
            let whole = try TCF1String(vector.text)
            for length in 0..<vector.text.count {
                guard let cut = try? TCF1String(String(vector.text.prefix(length))) else { continue }
                #expect(cut.vendorConsents == whole.vendorConsents && cut.purposesAllowed == whole.purposesAllowed)
            }
        }
    }
}
