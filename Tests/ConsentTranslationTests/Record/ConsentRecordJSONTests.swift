import BoundedJSON
import ConsentTranslation
import Testing

@Suite("A record's canonical form")
struct ConsentRecordJSONTests {
    private func read(_ text: String) throws -> ConsentRecord {
        try ConsentRecord(canonical: Array(text.utf8))
    }

    private func text(_ record: ConsentRecord) -> String {
        String(decoding: record.canonicalBytes, as: UTF8.self)
    }

    @Test("members stand in a fixed order, absent ones are left out, times are milliseconds")
    func form() {
        var record = ConsentRecord(adapter: "acme-cookie", subjects: [SubjectID(namespace: "ecid", id: "1")])
        #expect(text(record) == #"{"adapter":"acme-cookie","subjects":[{"namespace":"ecid","id":"1"}],"decisions":[]}"#)
        record.subjects = []
        record.recordID = "r"
        record.decidedAt = Instant(milliseconds: 5)
        record.expiresAt = Instant(milliseconds: 6)
        record.explicitness = .explicit
        record.regulation = "gdpr"
        record.gdprApplies = true
        record.gpc = false
        record.region = ConsentRecord.Region(country: "AT", subdivision: "9")
        record.undecidedBecause = "why"
        record.decisions = [
            Decision(
                kind: .purpose,
                key: "k",
                label: "l",
                state: .none,
                changedAt: Instant(milliseconds: 1),
                expiresAt: Instant(milliseconds: -2)
            )
        ]
        record.strings = ConsentRecord.Strings(tcf: "t", ac: "a", gpp: "g", usp: "u")
        #expect(
            text(record)
                == #"{"adapter":"acme-cookie","subjects":[],"recordId":"r","decidedAt":5,"expiresAt":6,"#
                + #""explicitness":"explicit","regulation":"gdpr","gdprApplies":true,"gpc":false,"country":"AT","#
                + #""subdivision":"9","undecidedBecause":"why","decisions":[{"kind":"purpose","key":"k","label":"l","#
                + #""state":"none","changedAt":1,"expiresAt":-2}],"tcf":"t","ac":"a","gpp":"g","usp":"u"}"#
        )
    }

    @Test("decisions of the same kind and state that follow each other stand together, if they have nothing else")
    func runs() throws {
        func bare(_ kind: Decision.Kind, _ key: String, _ state: Decision.State) -> Decision {
            Decision(kind: kind, key: key, state: state)
        }
        var record = ConsentRecord(adapter: "a")
        record.decisions = [
            bare(.purpose, "1", .granted), bare(.purpose, "2", .granted), bare(.purpose, "3", .denied),
            bare(.vendor, "3", .denied), Decision(kind: .vendor, key: "4", label: "l", state: .denied),
            bare(.vendor, "5", .denied), bare(.purpose, "6", .granted),
        ]
        #expect(
            text(record)
                == #"{"adapter":"a","subjects":[],"decisions":[["purpose","granted","1","2"],["purpose","denied","3"],"#
                + #"["vendor","denied","3"],{"kind":"vendor","key":"4","label":"l","state":"denied"},"#
                + #"["vendor","denied","5"],["purpose","granted","6"]]}"#
        )
        #expect(try read(text(record)) == record)
    }

    @Test("a record that an earlier program stored, each decision as an object, is read; a mixture is not")
    func earlierForm() throws {
        var random = RepeatableRandom(seed: 0x0EC3)
        for _ in 0..<500 {
            let record = RandomRecord.record(using: &random)
            var json = JSONWriter()
            record.write(into: &json)
            #expect(try ConsentRecord(canonical: json.bytes) == record, "\(random)")
        }
        let object = #"{"kind":"purpose","key":"1","state":"granted"}"#
        let mixed = #"{"adapter":"a","subjects":[],"decisions":[\#(object),["purpose","denied","3"]]}"#
        #expect(failure { try read(mixed) } == .malformed)
        for run in [#"["purpose","granted"]"#, #"["purpose","maybe","1"]"#, #"["purpose","granted",1]"#, "[]"] {
            #expect(failure { try read(#"{"adapter":"a","subjects":[],"decisions":[\#(run)]}"#) } == .malformed)
        }
        let split = #"{"adapter":"a","subjects":[],"decisions":[["purpose","denied","2"],["purpose","denied","3"]]}"#
        #expect(failure { try read(split) } == .malformed)
    }

    @Test("any record is read as it was written")
    func roundTrip() throws {
        var random = RepeatableRandom(seed: 0x0EC0)
        for _ in 0..<2_000 {
            let record = RandomRecord.record(using: &random)
            #expect(try ConsentRecord(canonical: record.canonicalBytes) == record, "\(random)")
        }
    }

    @Test("records are equal exactly if their bytes are")
    func equality() {
        var random = RepeatableRandom(seed: 0x0EC1)
        let records = (0..<300).map { _ in RandomRecord.record(using: &random) }
        for left in records {
            for right in records.prefix(40) {
                #expect((left == right) == (left.canonicalBytes == right.canonicalBytes), "\(random)")
            }
        }
    }

    @Test("a stored record cut off anywhere is not read")
    func truncation() throws {
        var random = RepeatableRandom(seed: 0x0EC2)
        let bytes = RandomRecord.record(using: &random).canonicalBytes
        for length in 0..<bytes.count {
            #expect(failure { try ConsentRecord(canonical: Array(bytes[..<length])) } == .malformed, "\(random)")
        }
    }

    @Test(
        "a stored record that is damaged is refused; none of its limits gets lost on the way",
        arguments: [
            #"{}"#,
            #"[]"#,
            #"{"adapter":"a"}"#,
            #"{"adapter":"a","subjects":[]}"#,
            #"{"adapter":"a","subjects":{},"decisions":[]}"#,
            #"{"adapter":"a","subjects":[{"id":"1"}],"decisions":[]}"#,
            #"{"adapter":"a","subjects":[],"decisions":[{"kind":"purpose","key":"k","state":"yes"}]}"#,
            #"{"adapter":"a","subjects":[],"decisions":[{"kind":"purpos","key":"k","state":"none"}]}"#,
            #"{"adapter":"a","subjects":[],"decisions":[{"kind":"purpose","key":"k","state":"none","expiresAt":"1"}]}"#,
            #"{"adapter":"a","subjects":[],"decisions":[{"kind":"purpose","key":"k","state":"none","expiresAt":1.5}]}"#,
            #"{"adapter":"a","subjects":[],"decidedAt":"soon","decisions":[]}"#,
            #"{"adapter":"a","subjects":[],"expiresAt":99999999999999999999,"decisions":[]}"#,
            #"{"adapter":"a","subjects":[],"explicitness":"maybe","decisions":[]}"#,
            #"{"adapter":"a","subjects":[],"gpc":"true","decisions":[]}"#,
            #"{"adapter":"a","subjects":[],"gpC":true,"decisions":[]}"#,
            #"{"adapter":"a","subjects":[],"undecidedBecausf":"why","decisions":[]}"#,
            #"{"adapter":"a","subjects":[],"decisions":[],"gpc":true}"#,
            #"{"adapter":"a","subjects":[],"decisions":[]} "#,
        ]
    )
    func damage(text: String) {
        #expect(failure { try read(text) } == .malformed)
    }
}
