import ConsentAdapters
import ConsentTranslation
import Foundation
import OptIn
import Testing

private let folder = packageRoot.appendingPathComponent("Adapters").path
private let registry = AdapterRegistry(folder: folder)
private let ids = registry.adapters.map(\.descriptor.id)

/// What hostile payloads must not do to any adapter: crash it, keep it busy for ever, or make it grant more than the
/// limits of the translation allow. That the tests end is part of what they show.
@Suite("Laws of every adapter that ships")
struct ShippedAdapterLawTests {
    private func cases(_ id: String) throws -> [AdapterCase] {
        try AdapterCase.cases(in: "\(folder)/\(id)/cases")
    }

    /// Runs the whole road and answers what it came to; everything undecided after an error.
    @discardableResult
    private func permissions(_ payload: String, _ adapter: any ConsentAdapter, _ item: AdapterCase) -> Permissions {
        _ = adapter.detect(RawItem(text: payload))
        guard let records = try? adapter.decode(RawItem(text: payload)) else { return .undecided }
        var mapping = adapter.mapping
        mapping.purposes.merge(item.purposes) { _, own in own }
        let outcomes = records.map { item.policy.decide($0, mapping: mapping, now: item.now) }
        return SubjectOutcome(merging: outcomes).permissions
    }

    @Test("2,000 flipped bits crash nothing, and what still reads can be stored and read again", arguments: ids)
    func bitFlips(id: String) throws {
        let adapter = try registry.adapter(id)
        let cases = try cases(id)
        var random = RepeatableRandom(seed: 0xB17)
        for _ in 0..<2_000 {
            let item = random.pick(cases)
            var bytes = Array(item.payload.utf8)
            let at = Int.random(in: bytes.indices, using: &random)
            bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            let payload = String(decoding: bytes, as: UTF8.self)
            permissions(payload, adapter, item)
            for record in (try? adapter.decode(RawItem(text: payload))) ?? [] {
                #expect(try ConsentRecord(canonical: record.canonicalBytes) == record, "\(random), \(item.name)")
            }
        }
    }

    @Test("bytes that are lost, doubled or replaced crash nothing", arguments: ids)
    func byteDamage(id: String) throws {
        let adapter = try registry.adapter(id)
        let cases = try cases(id)
        var random = RepeatableRandom(seed: 0xB7E)
        let pieces = [
            "%", "%2", "%00", "%FF", "%25", "&", "=", ",", ":", ";", "\"", "\\", "{", "}", "[", "\u{301}", "😀", "",
        ]
        for _ in 0..<1_000 {
            let item = random.pick(cases)
            var text = Array(item.payload.unicodeScalars)
            for _ in 0..<Int.random(in: 1...4, using: &random) where !text.isEmpty {
                let start = Int.random(in: text.indices, using: &random)
                let end = min(text.count, start + Int.random(in: 0...3, using: &random))
                text.replaceSubrange(start..<end, with: random.pick(pieces).unicodeScalars)
            }
            permissions(String(String.UnicodeScalarView(text)), adapter, item)
        }
    }

    @Test("a payload repeated up to a mebibyte and beyond ends soon", arguments: ids)
    func repeats(id: String) throws {
        let adapter = try registry.adapter(id)
        for item in try cases(id).prefix(4) {
            for separator in ["", "; ", "&", ","] {
                let piece = item.payload + separator
                let count = TranslationLimits.maxPayloadBytes / piece.utf8.count
                permissions(String(repeating: piece, count: count), adapter, item)
                permissions(String(repeating: piece, count: count + 1), adapter, item)
            }
        }
    }

    @Test("deeply nested JSON ends in an error", arguments: ids)
    func nesting(id: String) throws {
        let adapter = try registry.adapter(id)
        for open in ["[", "{\"a\":", "{\"profiles\":[", "[{\"identifier\":"] {
            let deep = String(repeating: open, count: 50_000)
            for text in [deep, "{\"identifier\":\(deep)", "{\"identifier\":1,\"profiles\":\(deep)"] {
                #expect(throws: TranslationError.self) { try adapter.decode(RawItem(text: text)) }
            }
        }
    }

    @Test("a payload percent-encoded over and over grants nothing that it does not grant as it is", arguments: ids)
    func escapes(id: String) throws {
        let adapter = try registry.adapter(id)
        for item in try cases(id) {
            let whole = permissions(item.payload, adapter, item).approved
            var text = item.payload
            for _ in 0..<4 {
                text = text.utf8.map { $0 == UInt8(ascii: "%") ? "%25" : String(decoding: [$0], as: UTF8.self) }
                    .joined()
                // A damaged payload may read as another one once the damage is escaped.
                if item.expectation.error == nil {
                    #expect(permissions(text, adapter, item).approved.isSubset(of: whole), "\(item.name)")
                }
            }
        }
    }

    @Test("a payload said twice grants nothing that it does not grant once", arguments: ids)
    func twice(id: String) throws {
        let adapter = try registry.adapter(id)
        for item in try cases(id) where item.expectation.error == nil {
            // The second one shows at least that the first was not cut off.
            let whole = permissions(item.payload, adapter, item).approved
                .union(permissions(item.payload + ";", adapter, item).approved)
            for separator in ["; ", "&", ",", ""] {
                let twice = item.payload + separator + item.payload
                #expect(permissions(twice, adapter, item).approved.isSubset(of: whole), "\(item.name)")
            }
        }
    }

    @Test("no error of a damaged payload repeats a part of it", arguments: ids)
    func silence(id: String) throws {
        let adapter = try registry.adapter(id)
        let marker = "zqxjkv"
        for item in try cases(id) {
            let payload = item.payload
            for offset in stride(from: 0, to: payload.utf8.count, by: 7) {
                let bytes = Array(payload.utf8)
                let text = String(decoding: bytes[..<offset] + Array(marker.utf8) + bytes[offset...], as: UTF8.self)
                do {
                    _ = try adapter.decode(RawItem(text: text))
                } catch {
                    #expect(!error.description.contains(marker), "\(item.name): \(error.code.rawValue)")
                }
            }
        }
    }
}
