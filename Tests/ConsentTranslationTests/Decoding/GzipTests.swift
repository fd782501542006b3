@testable import ConsentTranslation
import Testing

@Suite("Gzip data")
struct GzipTests {
    private func inflated(_ bytes: [UInt8]) throws -> [UInt8] {
        try Gzip.inflated(bytes, path: "export")
    }

    private func fixture(_ name: String) throws -> GzipFixture {
        try #require(GzipFixture.all.first { $0.name == name })
    }

    @Test("what other programs have compressed unfolds to what it was", arguments: GzipFixture.all)
    func unfolds(fixture: GzipFixture) throws {
        #expect(try inflated(fixture.bytes) == fixture.plain)
    }

    @Test("data cut off anywhere is refused, but between two members", arguments: GzipFixture.all)
    func cuts(fixture: GzipFixture) throws {
        let bytes = try fixture.bytes
        let whole = bytes.indices.filter { count in failure { try inflated(Array(bytes[..<count])) } == nil }
        #expect(whole.count == (fixture.name == "two members" ? 1 : 0))
    }

    @Test("a flipped bit is found, or stands where it means nothing")
    func flips() throws {
        let fixtures = GzipFixture.all.filter { $0.plain.count < 10_000 }
        let sources = try fixtures.map { try $0.bytes }
        var random = RepeatableRandom(seed: .random(in: 0...(.max)))
        var found = 0
        for _ in 0..<10_000 {
            let index = Int.random(in: fixtures.indices, using: &random)
            var bytes = sources[index]
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
            let output = try? inflated(bytes)
            #expect(output == nil || output == fixtures[index].plain, "\(random)")
            if output == nil { found += 1 }
        }
        #expect(found > 5_000, "\(random)")
    }

    @Test("random bytes behind a true header are refused, and never crash")
    func noise() {
        var random = RepeatableRandom(seed: .random(in: 0...(.max)))
        for _ in 0..<2_000 {
            let count = Int.random(in: 0...200, using: &random)
            let noise = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            #expect(failure { try inflated([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + noise) } != nil, "\(random)")
        }
    }

    @Test(
        "headers that RFC 1952 does not know, and what is no gzip, are refused",
        arguments: [
            [], [0x1F], [0x1F, 0x8B], [0x78, 0x9C, 3, 0, 0, 0, 0, 1], Array("{\"a\":1}".utf8),
            [0x1F, 0x8B, 8, 0x20, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            [0x1F, 0x8B, 7, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        ] as [[UInt8]]
    )
    func headers(bytes: [UInt8]) {
        let error = refusal { try inflated(bytes) }
        #expect(error?.code == .malformed)
        #expect(error?.path == "export")
    }

    @Test("the checksum, the size and the checksum of the header are held against the data")
    func checksums() throws {
        let bytes = try fixture("stored, level 0").bytes
        for offset in 1...8 {
            var damaged = bytes
            damaged[bytes.count - offset] ^= 1
            #expect(failure { try inflated(damaged) } == .malformed)
        }
        let header = try fixture("every part of a header").bytes
        var damaged = header
        damaged[4] ^= 1
        #expect(failure { try inflated(damaged) } == .malformed)
    }

    @Test("what stands behind the last member is refused, zeros too")
    func trailing() throws {
        let bytes = try fixture("two members").bytes
        for tail in [[0], [0, 0, 0, 0], [0x1F], Array("x".utf8)] as [[UInt8]] {
            #expect(failure { try inflated(bytes + tail) } == .malformed)
        }
    }

    /// Zeros as zlib compresses them at level 9: nothing but runs of the longest copy.
    private func twoMebibytesOfZeros() -> [UInt8] {
        [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 3]
            + [0xED, 0xC1, 0x31, 1, 0, 0, 0, 0xC2, 0xA0, 0xF5, 0x4F, 0x6D, 0x0C, 0x1F, 0xA0]
            + [UInt8](repeating: 0, count: 2_032)
            + [0xBE, 6, 0x7E, 0x87, 0x89, 0x8D, 0, 0, 0x20, 0]
    }

    @Test("data that unfolds to more than the ratio allows is too large; the same ratio is fine where it is lower")
    func ratio() throws {
        let bomb = twoMebibytesOfZeros()
        #expect(bomb.count * TranslationLimits.maxInflationRatio + TranslationLimits.inflationAllowance < 2 << 20)
        #expect(failure { try inflated(bomb) } == .tooLarge)
        let padded = try bomb + fixture("random bytes, stored at level 9").bytes
        #expect(try inflated(padded).count == 2 << 20 + 100)
    }

    @Test("as much as the limit is unfolded, and one byte more is too large, however many members it comes in")
    func limit() throws {
        let member = try fixture("runs of one byte")
        let count = TranslationLimits.maxInflatedBytes / member.plain.count
        let largest = try (0..<count).flatMap { _ in try member.bytes }
        #expect(try inflated(largest).count == TranslationLimits.maxInflatedBytes)
        let more = try fixture("a name").bytes
        #expect(failure { try inflated(largest + more) } == .tooLarge)
    }

    /// DEFLATE data from bits in the order in which they are read, with zeros behind.
    private func bytes(bits: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for (index, bit) in bits.filter({ $0 != " " }).enumerated() {
            if index % 8 == 0 { bytes.append(0) }
            bytes[index / 8] |= (bit == "1" ? 1 : 0) << UInt8(index % 8)
        }
        return bytes + [0, 0, 0, 0]
    }

    private func inflated(bits: String) throws -> [UInt8] {
        try Inflate.inflated(bytes(bits: bits), from: 0, limit: 1_000, path: "").output
    }

    /// How a block tells its codes: one bit long are those for 138 zeros and fewer (`1`) and for the length 1 (`0`),
    /// or for the length 2 instead.
    private static let ones = "0111 000 000 100 000 000 000 000 000 000 000 000 000 000 000 000 000 000 100"
    private static let twos = "0111 000 000 100 000 000 000 000 000 000 000 000 000 000 000 000 100 000 000"
    /// The lengths of the symbols 0 to 255.
    private static let noLiterals = "1 1111111 1 1101011"

    @Test(
        "blocks with hardly a code are fine",
        arguments: [
            "1 01 00000 00000 \(ones) \(noLiterals) 0 0 0",
            "1 01 00000 01010 \(ones) \(noLiterals) 0 1 0000000 0",
            "1 01 10000 00000 \(ones) \(noLiterals) 0 0 0 0",
            "0 10 0000000 1 10 0000000",
        ]
    )
    func smallBlocks(bits: String) throws {
        #expect(try inflated(bits: bits) == [])
    }

    @Test(
        "blocks that break a rule of RFC 1951 are damage",
        arguments: [
            ("a kind of block that is none", "1 11"),
            ("a stored block whose length is not confirmed", "1 00 00000 1000000000000000 1111111111111111"),
            ("a copy from before the start", "1 10 0000001 00000 0000000"),
            ("a copy with the length symbol 286", "1 10 11000110 0000000"),
            ("287 symbols for literals", "1 01 01111 00000 \(ones) \(noLiterals) 0 1 1100100 0 0"),
            ("31 symbols for distances", "1 01 00000 01111 \(ones) \(noLiterals) 0 0 1 1100100 0"),
            ("more codes than bits tell apart", "1 01 01000 00000 \(ones) \(noLiterals) 0 0 0 0 0"),
            ("codes left over", "1 01 00000 01010 \(twos) \(noLiterals) 0 1 0000000 00"),
            ("no code for lengths", "1 01 00000 00000 0000 000 000 000 000"),
            ("a repeated length without one before", "1 01 00000 00000 0000 100 100 000 000 0 00"),
            ("lengths beyond the last symbol", "1 01 00000 00000 \(ones) \(noLiterals) 0 1 1111111 0"),
            ("a copy where no distance has a code", "1 01 10000 01010 \(ones) \(noLiterals) 0 0 1 0000000 1 0 0"),
        ]
    )
    func blocks(rule: String, bits: String) {
        let error = refusal { try inflated(bits: bits) }
        #expect(error?.message == "The compressed data is damaged.", "\(rule)")
    }

    @Test("the farthest copy reaches 32,768 bytes back; the two symbols behind are none")
    func farthestCopy() throws {
        let count: UInt16 = 40_000
        let size = [UInt8(count & 0xFF), UInt8(count >> 8), UInt8(~count & 0xFF), UInt8(~count >> 8)]
        let stored = [0] + size + (0..<count).map { UInt8($0 % 251) }
        let inflated = { (distance: String) in
            let copy = bytes(bits: "1 10 0000001 \(distance) 0000000")
            return try Inflate.inflated(stored + copy, from: 0, limit: 50_000, path: "").output
        }
        let start = Int(count) - 32_768
        #expect(try inflated("11101 1111111111111").suffix(3) == (start..<(start + 3)).map { UInt8($0 % 251) })
        for symbol in ["11110", "11111"] {
            #expect(failure { try inflated(symbol + "00000000000000") } == .malformed)
        }
    }
}
