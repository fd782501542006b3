import ConsentSync
import ConsentTranslation
import StoreLimits

/// Records of made-up subjects, whose ids are in random order; the same for the library and for C.
struct MadeRecords {
    /// Which pass over the subjects: of each subject the second has a later decision, which differs.
    enum Pass: Int, CaseIterable {
        case insert
        case update
    }

    let pass: Pass

    static let namespace = "bench.visitor"
    static let adapter = "bench-store"
    static let manifestHash = [UInt8](repeating: 0xA5, count: 32)
    static let policyHash = [UInt8](repeating: 0x5A, count: 32)
    /// Bytes of a record's content.
    private static let contentBytes = 200
    /// The decisions of the first pass; those of the second are a day later.
    private static let decided: Int64 = 1_700_000_000_000

    /// When a batch is applied.
    var now: Instant { Instant(milliseconds: Self.decided + Int64(pass.rawValue + 1) * 86_400_000) }

    /// The records of some subjects as the library takes them, which have the subjects' keys in them.
    func stored(_ numbers: Range<Int>) -> [StoredRecord] {
        numbers.map { number in
            StoredRecord(
                subject: subject(number),
                adapter: Self.adapter,
                regulation: "",
                recordID: String(decoding: recordID(number), as: UTF8.self),
                decidedAt: Instant(milliseconds: decidedAt(number)),
                content: content(number),
                manifestHash: Self.manifestHash
            )
        }
    }

    /// The same records and keys as rows in one arena.
    func rows(_ numbers: Range<Int>) -> (arena: [UInt8], rows: [store_row]) {
        var arena: [UInt8] = []
        let rows = numbers.map { number in
            var row = store_row()
            (row.key, _) = Self.append(SubjectKey(subject(number)).bytes, to: &arena)
            (row.id, row.id_length) = Self.append(id(number), to: &arena)
            (row.record_id, row.record_id_length) = Self.append(recordID(number), to: &arena)
            (row.content, row.content_length) = Self.append(content(number), to: &arena)
            row.decided_at = decidedAt(number)
            return row
        }
        return (arena, rows)
    }

    private static func append(_ bytes: [UInt8], to arena: inout [UInt8]) -> (UInt32, UInt16) {
        let start = arena.count
        arena += bytes
        return (UInt32(start), UInt16(bytes.count))
    }

    private func subject(_ number: Int) -> SubjectID {
        SubjectID(namespace: Self.namespace, id: String(decoding: id(number), as: UTF8.self))
    }

    private func decidedAt(_ number: Int) -> Int64 {
        Self.decided + Int64(number) + Int64(pass.rawValue) * 86_400_000
    }

    /// A UUID, as visitors have them.
    private func id(_ number: Int) -> [UInt8] {
        let digits = Self.hex(number, seed: 1)
        let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { digits[$0] }
        return Array(parts.joined(separator: [UInt8(ascii: "-")]))
    }

    private func recordID(_ number: Int) -> [UInt8] { Self.hex(number, seed: 3 + UInt64(pass.rawValue)) }

    /// The mask, which is another one in the second pass, and letters.
    private func content(_ number: Int) -> [UInt8] {
        let letters = Self.random(number, seed: 5)
        let mask = UInt8(truncatingIfNeeded: letters >> 32) ^ (pass == .insert ? 0 : 0x41)
        return (0..<Self.contentBytes).map { place in
            place == 0 ? mask : UInt8(ascii: "a") + UInt8(truncatingIfNeeded: letters >> UInt64(place & 31)) & 15
        }
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private static func hex(_ number: Int, seed: UInt64) -> [UInt8] {
        var hex: [UInt8] = []
        for word in [random(number, seed: seed), random(number, seed: seed + 100)] {
            for shift in stride(from: UInt64(60), through: 0, by: -4) { hex.append(digits[Int(word >> shift & 15)]) }
        }
        return hex
    }

    /// A step of SplitMix64: the same number for the same subject, and nothing like that of the next.
    private static func random(_ number: Int, seed: UInt64) -> UInt64 {
        var word = (UInt64(number) &+ 1) &* 0x9E37_79B9_7F4A_7C15 &+ seed &* 0xD1B5_4A32_D192_ED03
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
