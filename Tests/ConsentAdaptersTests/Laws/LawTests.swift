import ConsentAdapters
import ConsentTranslation
import Testing

/// An adapter that reads texts by a closure. Its texts begin with `v`.
private struct ClosureAdapter: ConsentAdapter {
    let descriptor = PebbleAdapter().descriptor
    let mapping = PebbleAdapter().mapping
    let read: @Sendable (String) throws(TranslationError) -> [String: Decision.State]

    func decode(_ item: RawItem) throws(TranslationError) -> [ConsentRecord] {
        guard case .text(let text) = item.payload, text.hasPrefix("v") else {
            throw TranslationError(.noInput, "This is no text of the kind.")
        }
        var record = ConsentRecord(adapter: descriptor.id)
        record.explicitness = .explicit
        record.decisions = try read(text).sorted { $0.key < $1.key }.map {
            Decision(kind: .category, key: $0.key, state: $0.value)
        }
        return [record]
    }
}

/// A way to be wrong, which one law finds.
private struct Fault: CustomTestStringConvertible, Sendable {
    let law: Law
    let testDescription: String
    let payload: String
    let read: @Sendable (String) throws(TranslationError) -> [String: Decision.State]

    static let all = [
        Fault(law: .truncation, testDescription: "the last of several words counts", payload: "v;ads=1,ads=0") { text in
            ["ads": text.hasSuffix("ads=0") || !text.contains("ads=1") ? .denied : .granted]
        },
        Fault(law: .damage, testDescription: "whatever is not refused is granted", payload: "v=ads=0,stats=0") { text in
            ["ads": text.contains("ads=0") ? .denied : .granted]
        },
        Fault(law: .damage, testDescription: "more decisions than a record may have", payload: "v;x") { text in
            text == "v;x" ? [:] : Dictionary(uniqueKeysWithValues: (0..<5_000).map { ("k\($0)", .denied) })
        },
        Fault(law: .escapes, testDescription: "an escape too many is a grant", payload: "v;ads=0%2C") { text in
            ["ads": text.contains("%252C") ? .granted : .denied]
        },
        Fault(law: .nesting, testDescription: "brackets are grants", payload: "v;ads=0") { text in
            ["ads": text.contains("[[[[") ? .granted : .denied]
        },
        Fault(law: .repeats, testDescription: "no payload is too long", payload: "v;ads=0") { _ in ["ads": .denied] },
        Fault(law: .repetition, testDescription: "the second word wins", payload: "v;ads:0,stats:1") { text in
            var states: [String: Decision.State] = [:]
            for pair in text.dropFirst(2).split(separator: ",") {
                let sides = pair.split(separator: ":")
                if sides.count == 2 { states[String(sides[0])] = sides[1] == "1" ? .granted : .denied }
            }
            return states
        },
        Fault(law: .silence, testDescription: "an error quotes the payload", payload: "v;ads=0") {
            text throws(TranslationError) in
            if text == "v;ads=0" { return ["ads": .denied] }
            throw TranslationError(.malformed, "\(text) cannot be read.")
        },
    ]
}

@Suite("The laws find what they are made for")
struct LawTests {
    private func adapterCase(_ payload: String, kind: String = "custom", expect: String? = nil) throws -> AdapterCase {
        let text = "about: a case\nkind: \(kind)\npayload: '\(payload)'\n" + (expect.map { "expect: \($0)\n" } ?? "")
        return try AdapterCase(text, name: kind, file: "\(kind).yaml", isDraft: true)
    }

    @Test("an adapter that is wrong in one way breaks the law of it", arguments: Fault.all)
    private func fault(_ fault: Fault) throws {
        let adapter = ClosureAdapter(read: fault.read)
        let cases = [try adapterCase(fault.payload)]
        let breaches = AdapterLaws(adapter, cases: cases).breaches(of: fault.law, effort: .quick)
        #expect(breaches.count == 1)
        #expect(breaches.first?.caseName == "custom")
        #expect(breaches.first?.message.contains(fault.payload) == false, "a breach repeats nothing of the payload")
    }

    @Test("a careful adapter, here a Swift type, breaks none")
    func careful() throws {
        let whole = try adapterCase(
            "pebble1|2026-03-02T09:15:04Z|stats+ads-|",
            expect: "{ approved: [aa, ecid, mediaaa], denied: [aam, adcloud] }"
        )
        let broken = try adapterCase("pebble1|2026|stats+|", kind: "malformed", expect: "{ error: invalidTime }")
        let reasons = Dictionary(
            uniqueKeysWithValues: AdapterCase.Kind.allCases.filter { ![.custom, .malformed, .variant].contains($0) }.map
            {
                ($0, "a made-up CMP")
            }
        )
        let laws = AdapterLaws(PebbleAdapter(), cases: [whole, broken], excuses: LawExcuses(without: reasons))
        #expect(laws.breaches(effort: .quick) == [])
    }

    @Test("a flipped bit that makes one word another is believed: nothing could tell")
    func flippedWord() throws {
        let adapter = ClosureAdapter { text in
            text.contains("ads=1") ? ["ads": .granted] : text.contains("ads=0") ? ["ads": .denied] : [:]
        }
        let laws = AdapterLaws(adapter, cases: [try adapterCase("v;ads=0")])
        #expect(laws.breaches(of: .damage, effort: .quick) == [])
    }

    @Test("a grant that the payload also gives without the whole cookie, key or member is let pass")
    func sources() throws {
        let adapter = ClosureAdapter { text in ["ads": text.contains("veto") ? .denied : .granted] }
        for payload in ["v=1; veto=1", "v=1; veto=1; x=2", "v {\"a\": 1}; veto=1"] {
            let laws = AdapterLaws(adapter, cases: [try adapterCase(payload)])
            #expect(laws.breaches(of: .damage, effort: .quick) == [], "\(payload)")
        }
        // Within one cookie nothing is let pass.
        let within = AdapterLaws(adapter, cases: [try adapterCase("v=1,veto=1; x=2")])
        #expect(within.breaches(of: .damage, effort: .quick).count == 1)
        #expect(within.breaches(of: .escapes, effort: .quick).count == 1)
    }

    @Test("a key that damage makes up is no grant, since nothing can mean it")
    func madeUpKeys() throws {
        let adapter = ClosureAdapter { text in
            Dictionary(text.dropFirst(2).split(separator: ",").map { (String($0), .granted) }) { first, _ in first }
        }
        let apart = AdapterLaws(adapter, cases: [try adapterCase("v;marketing,statistics")])
        #expect(apart.breaches(of: .truncation, effort: .quick) == [])
        // Here the beginning of a key is another key.
        let alike = AdapterLaws(adapter, cases: [try adapterCase("v;ads_all"), try adapterCase("v;ads")])
        #expect(alike.breaches(of: .truncation, effort: .quick).count == 1)
    }

    @Test("a case that fails, and no cases at all, break the law of cases")
    func failing() throws {
        let item = try adapterCase("pebble1|2026-03-02T09:15:04Z|stats+|", expect: "{ denied: [aa] }")
        let breaches = AdapterLaws(PebbleAdapter(), cases: [item]).breaches(of: .cases, effort: .quick)
        #expect(breaches.first?.description == "cases, custom: aa: wanted denied, got approved")
        #expect(AdapterLaws(PebbleAdapter(), cases: []).breaches(of: .cases, effort: .quick).count == 1)
    }

    @Test("each kind of case is there or excused, and not both")
    func kinds() throws {
        let item = try adapterCase("pebble1|2026-03-02T09:15:04Z|stats+|")
        let excuses = LawExcuses(without: [.custom: "none", .gpc: "not told"])
        let breaches = AdapterLaws(PebbleAdapter(), cases: [item], excuses: excuses).breaches(
            of: .kinds,
            effort: .quick
        )
        #expect(breaches.count == AdapterCase.Kind.allCases.count - 2)
        #expect(breaches.contains { $0.message == "tests.without excuses custom, but there is a case" })
        #expect(!breaches.contains { $0.message.contains("gpc") || $0.message.contains("variant") })
    }

    @Test("every law says what it demands and what to do")
    func words() {
        for law in Law.allCases {
            #expect(law.statement.hasSuffix("."))
            #expect(law.cure.hasSuffix("."))
        }
    }
}
