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

    /// Blocks of DEFLATE data that break a rule of RFC 1951, as bits in the order in which they are read.
    @Test(
        "blocks that break the rules are damage",
        arguments: [
            ("a kind of block that is none", "1 11"),
            ("a stored block whose length is not confirmed", "1 00 00000 1000000000000000 1111111111111111"),
            ("a copy from before the start", "1 10 0000001 00000 0000000"),
            ("a copy with the length symbol 286", "1 10 11000110 0000000"),
            ("a copy with the distance symbol 30", "1 10 00110000 0000001 11110 0000000"),
            ("287 symbols for literals", "1 01 01111 00000 0000"),
            ("31 symbols for distances", "1 01 00000 01111 0000"),
            ("no code for lengths at all", "1 01 00000 00000 0000 000000000000"),
            ("more codes for lengths than bits tell apart", "1 01 00000 00000 0000 100100100000"),
            ("a repeated length without one before", "1 01 00000 00000 0000 100100000000 0 00"),
            ("lengths that go on beyond the last symbol", "1 01 00000 00000 0000 000100100000 1 1111111 1 1111111"),
        ]
    )
    func blocks(rule: String, bits: String) {
        let digits = bits.filter { $0 != " " }.map { $0 == "1" ? UInt8(1) : 0 }
        var bytes: [UInt8] = []
        for (index, digit) in digits.enumerated() {
            if index % 8 == 0 { bytes.append(0) }
            bytes[index / 8] |= digit << UInt8(index % 8)
        }
        let error = refusal { try Inflate.inflated(bytes + [0, 0, 0, 0], from: 0, limit: 1_000, path: "") }
        #expect(error?.message.contains("damaged") == true, "\(rule)")
    }
}
