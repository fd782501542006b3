import ConsentTranslation
import Crypto
import OptIn
import Testing

@testable import ConsentSync

@Suite("The hash of a change")
struct ChangeHashTests {
    private static let sample = Change(
        number: 0x0102,
        link: [UInt8](0..<16),
        subject: SubjectID(namespace: "email", id: "x"),
        before: .undecided,
        after: Permissions(approved: CategorySet([.aa]), decided: CategorySet([.aa, .target])),
        decidedAt: Instant(milliseconds: -2),
        recordedAt: Instant(milliseconds: 0x0304),
        recordID: "rä",
        policyHash: [UInt8](repeating: 0xAA, count: 32),
        manifestHash: [UInt8](repeating: 0xBB, count: 32),
        previousHash: [UInt8](repeating: 0xCC, count: 32),
        hash: []
    )

    @Test("the bytes are those of the documented table; they are stored for ever and never change")
    func documentedBytes() {
        var expected = [UInt8](repeating: 0xCC, count: 32)
        expected += [0, 0, 0, 0, 0, 0, 1, 2]
        expected += [0, 0, 0, 16] + Array(0..<16)
        expected += [0, 0, 0b0000_0100, 0b0100_0100]
        expected += [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE]
        expected += [0, 0, 0, 0, 0, 0, 3, 4]
        expected += [0, 0, 0, 3, UInt8(ascii: "r"), 0xC3, 0xA4]
        expected += [0, 0, 0, 32] + [UInt8](repeating: 0xAA, count: 32)
        expected += [0, 0, 0, 32] + [UInt8](repeating: 0xBB, count: 32)
        #expect(ChangeHash.bytes(of: Self.sample) == expected)
        #expect(ChangeHash.hash(of: Self.sample) == Array(SHA256.hash(data: expected)))
    }

    @Test("a change of another kind than a decision has its kind at the end")
    func kinds() {
        let sample = Self.sample
        let expired = Change(
            number: sample.number,
            link: sample.link,
            subject: sample.subject,
            before: sample.before,
            after: sample.after,
            kind: .expired,
            decidedAt: sample.decidedAt,
            recordedAt: sample.recordedAt,
            recordID: sample.recordID,
            policyHash: sample.policyHash,
            manifestHash: sample.manifestHash,
            previousHash: sample.previousHash,
            hash: []
        )
        #expect(ChangeHash.bytes(of: expired) == ChangeHash.bytes(of: sample) + [2])
    }

    @Test("every field counts but the subject, which may be forgotten")
    func everyField() {
        let base = Self.sample
        func change(
            number: Int64 = base.number,
            link: [UInt8] = base.link,
            subject: SubjectID? = base.subject,
            before: Permissions = base.before,
            after: Permissions = base.after,
            kind: Change.Kind = .decision,
            decidedAt: Int64 = -2,
            recordedAt: Int64 = 0x0304,
            recordID: String = base.recordID,
            policyHash: [UInt8] = base.policyHash,
            manifestHash: [UInt8] = base.manifestHash,
            previousHash: [UInt8] = base.previousHash
        ) -> Change {
            Change(
                number: number,
                link: link,
                subject: subject,
                before: before,
                after: after,
                kind: kind,
                decidedAt: Instant(milliseconds: decidedAt),
                recordedAt: Instant(milliseconds: recordedAt),
                recordID: recordID,
                policyHash: policyHash,
                manifestHash: manifestHash,
                previousHash: previousHash,
                hash: []
            )
        }
        let other = [UInt8](repeating: 1, count: 32)
        let denied = Permissions(approved: [], decided: CategorySet([.aa]))
        let variants = [
            base, change(number: 3), change(link: [1]), change(before: denied), change(after: denied),
            change(decidedAt: 2), change(recordedAt: 2), change(recordID: "r"), change(policyHash: other),
            change(manifestHash: other), change(previousHash: other),
            change(policyHash: base.manifestHash, manifestHash: base.policyHash),
            change(kind: .redecided), change(kind: .expired), change(kind: .forgotten),
        ]
        #expect(Set(variants.map(ChangeHash.hash)).count == variants.count)
        #expect(ChangeHash.hash(of: change(subject: nil)) == ChangeHash.hash(of: base))
    }
}
