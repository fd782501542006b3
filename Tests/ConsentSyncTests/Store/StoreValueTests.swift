import ConsentTranslation
import Crypto
import OptIn
import Testing

@testable import ConsentSync
import ConsentTesting

@Suite("Values of the store")
struct StoreValueTests {
    @Test("a subject's key is the start of SHA-256 over namespace, zero byte and id")
    func subjectKey() {
        for subject in [
            Samples.subject(1), SubjectID(namespace: "é", id: "\u{1F600}"), SubjectID(namespace: "", id: ""),
        ] {
            let key = SubjectKey(subject)
            let hashed = Array(subject.namespace.utf8) + [0] + Array(subject.id.utf8)
            #expect(key.bytes == Array(SHA256.hash(data: hashed).prefix(16)))
            #expect(SubjectKey(bytes: key.bytes) == key)
        }
        #expect(SubjectKey(SubjectID(namespace: "a", id: "bc")) != SubjectKey(SubjectID(namespace: "ab", id: "c")))
        #expect(SubjectKey(bytes: [UInt8](repeating: 0, count: 15)) == nil)
        #expect(SubjectKey(bytes: [UInt8](repeating: 0, count: 17)) == nil)
    }

    @Test("keys are ordered as their bytes")
    func keyOrder() {
        var generator = RepeatableGenerator.announced()
        for _ in 0..<200 {
            // Few different bytes, so that long common beginnings occur.
            let bytes = (0..<2).map { _ in
                (0..<16).map { _ in ([0, 0x7F, 0x80, 0xFF] as [UInt8]).randomElement(using: &generator) ?? 0 }
            }
            let keys = bytes.compactMap { SubjectKey(bytes: $0) }
            #expect((keys[0] < keys[1]) == bytes[0].lexicographicallyPrecedes(bytes[1]))
        }
    }

    @Test("hexadecimal reads back what it wrote, and nothing else")
    func hexadecimal() {
        let bytes: [UInt8] = [0, 1, 0x7F, 0x80, 0xFF]
        #expect(bytes.hex == "00017f80ff")
        #expect([UInt8](hex: bytes.hex) == bytes)
        for text in ["0", "0g", "zz", "é0", "0 "] {
            #expect([UInt8](hex: text) == nil, "\(text)")
        }
    }

    @Test("a batch is taken by key, and within a subject by arrival")
    func batchOrder() {
        var generator = RepeatableGenerator.announced()
        let records = Samples.history(100, subjects: 9, using: &generator)
        var keys: [SubjectKey] = []
        var seen: [Int] = []
        for group in BatchOrder(records).groups {
            keys.append(group.key)
            #expect(Array(group.arrivals) == group.arrivals.sorted())
            #expect(group.arrivals.allSatisfy { SubjectKey(records[$0].subject) == group.key })
            seen += group.arrivals
        }
        #expect(keys == Set(records.map { SubjectKey($0.subject) }).sorted())
        #expect(seen.sorted() == Array(records.indices))
        #expect(BatchOrder([]).groups.isEmpty)
    }

    @Test("outcomes add up field by field")
    func outcomes() {
        var sum = BatchOutcome()
        var one = BatchOutcome()
        (one.recordsSeen, one.added, one.replaced, one.identical) = (10, 4, 3, 2)
        (one.older, one.changes, one.quarantinedNew) = (1, 5, 6)
        sum += one
        sum += one
        #expect((sum.recordsSeen, sum.added, sum.replaced, sum.identical) == (20, 8, 6, 4))
        #expect((sum.older, sum.changes, sum.quarantinedNew) == (2, 10, 12))
    }

    @Test("what may pass by itself is tried again by a process that runs for long, and nothing else")
    func passing() {
        let passing = StoreError.Code.allCases.filter(\.mayPass)
        #expect(passing == [.inUse, .full, .io])
    }
}
