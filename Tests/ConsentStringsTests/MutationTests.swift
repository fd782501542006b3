import ConsentStrings
import FuzzChecks
import Testing

@Suite("Damage never grants")
struct MutationTests {
    /// Strings with every kind of field and segment.
    static func strings() throws -> [String] {
        let made = [
            CoreWire(
                consents: .ranges(max: 900, [(3, 9), (20, 20), (700, 900)]),
                interests: .ranges(max: 20, [(5, 5), (8, 20)]),
                restrictions: [(2, 1, [(3, 5)]), (7, 0, [(1, 4), (9, 9)])]
            ).text + "." + publisherSegment() + "." + vendorSegment(1, .ranges(max: 900, [(3, 9), (700, 900)])),
            CoreWire().text + "." + vendorSegment(1, .bits(max: 30, ids: [1, 30])) + "."
                + vendorSegment(2, .bits(max: 9, ids: [9])) + "." + publisherSegment(),
        ]
        return made + (try Vectors.sample("tcf2.jsonl").prefix(40).map(\.text))
    }

    /// Whether the first `length` characters end inside the segment of disclosed vendors.
    static func isInsideDisclosedVendors(_ text: String, _ length: Int) -> Bool {
        let parts = text.prefix(length).split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 1, let type = parts.last?.first else { return false }
        return ("I"..."P").contains(type)
    }

    @Test("a string cut at any character never grants more than the whole")
    func cuts() throws {
        for text in try Self.strings() {
            let whole = try TCString(text)
            let bytes = Array(text.utf8)
            var decoder = TCStringDecoder()
            for length in bytes.indices {
                let span = bytes.span.extracting(first: length)
                guard let cut = try? decoder.decode(span).value else {
                    #expect(throws: ConsentStringError.self) { try decoder.permissionMask(of: span, vendor: 565) }
                    continue
                }
                #expect(isNoMore(cut, than: whole), "cut to \(length) of \(bytes.count)")
                if Self.isInsideDisclosedVendors(text, length), cut.disclosedVendors != whole.disclosedVendors {
                    #expect(cut.damagedSegments == .disclosedVendors, "cut to \(length) of \(bytes.count)")
                }
            }
        }
    }

    @Test("ten thousand strings with flipped bits are decoded or refused, and the mask agrees")
    func flips() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = RepeatableRandom(seed: seed)
        let strings = try Self.strings().map { Array($0.utf8) }
        var decoder = TCStringDecoder()
        for round in 0..<10_000 {
            var bytes = strings[round % strings.count]
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
            let value = try? decoder.decode(bytes.span).value
            let mask = try? decoder.permissionMask(of: bytes.span, vendor: 565)
            #expect(value?.permissionMask(vendor: 565) == mask, "seed \(seed)")
        }
    }

    @Test("random characters are decoded or refused")
    func noise() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = RepeatableRandom(seed: seed)
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.".utf8)
        var decoder = TCStringDecoder()
        for _ in 0..<5_000 {
            var bytes = Array("C".utf8)
            for _ in 0..<Int.random(in: 0...300, using: &random) {
                bytes.append(alphabet.randomElement(using: &random) ?? 0x41)
            }
            let value = try? decoder.decode(bytes.span).value
            let mask = try? decoder.permissionMask(of: bytes.span, vendor: 565)
            #expect(value?.permissionMask(vendor: 565) == mask, "seed \(seed)")
        }
    }
}
