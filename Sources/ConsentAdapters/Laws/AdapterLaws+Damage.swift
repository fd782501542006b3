import ConsentTranslation

/// The laws of damage within a payload.
extension AdapterLaws {
    /// What takes the place of a byte that nobody can read.
    private static let illegible = Array("\u{FFFD}".utf8)

    /// A flipped bit can make another valid payload: `0` becomes `1`, a key another key, a year another year. Nothing
    /// that has no checksum can tell, so the law asks where a new grant comes from: it must come from the flipped byte
    /// being read as a word, never from a word being lost. So the same byte is made illegible, and the grant must be
    /// gone.
    ///
    /// A whole source can be lost with its name: a cookie, a storage key, a JSON member. What is left is a payload that
    /// the CMP could have written, so what it grants is let pass. And the law asks about the decisions, not about what
    /// counts: a word that makes a choice void can be lost with its name as well, and a CMP that has such a word only in
    /// newer payloads cannot tell that from an older one.
    func damage(_ effort: LawEffort) -> [LawBreach] {
        var random = SeededRandom(seed: effort.seed)
        var found: [String: LawBreach] = [:]
        let payloads = cases.filter { !$0.payload.isEmpty }.map { item in
            let records = reader.records(item.payload)
            return Intact(
                item: item,
                bytes: Array(item.payload.utf8),
                records: records,
                claimed: reader.claimed(records)
            )
        }
        for _ in 0..<effort.flips {
            guard let whole = random.pick(payloads) else { break }
            let at = Int.random(in: whole.bytes.indices, using: &random)
            let bit = UInt8.random(in: 0..<8, using: &random)
            guard found[whole.item.name] == nil else { continue }
            found[whole.item.name] = flip(whole, at, bit, effort)
        }
        for _ in 0..<effort.variants {
            guard let whole = random.pick(payloads) else { break }
            let payload = Self.scribbled(whole.item.payload, &random)
            guard found[whole.item.name] == nil, let fault = storageFault(of: detectedRecords(payload), besides: whole)
            else { continue }
            found[whole.item.name] = LawBreach(.damage, case: whole.item.name, "\(fault) (seed \(effort.seed))")
        }
        return found.sorted { $0.key < $1.key }.map(\.value)
    }

    /// A payload with what it is read as.
    private struct Intact {
        let item: AdapterCase
        let bytes: [UInt8]
        let records: [ConsentRecord]?
        let claimed: Set<String>
    }

    private func flip(_ whole: Intact, _ at: Int, _ bit: UInt8, _ effort: LawEffort) -> LawBreach? {
        var bytes = whole.bytes
        bytes[at] ^= 1 << bit
        let payload = String(decoding: bytes, as: UTF8.self)
        let place = "bit \(bit) of byte \(at) (seed \(effort.seed))"
        let breach = { (message: String) in LawBreach(.damage, case: whole.item.name, message) }
        let records = detectedRecords(payload)
        if let fault = storageFault(of: records, besides: whole) { return breach("with \(place) flipped \(fault)") }
        guard whole.item.expectation?.error == nil else { return nil }
        let added = reader.claimed(records).subtracting(whole.claimed)
        guard !added.isEmpty else { return nil }
        bytes.replaceSubrange(at...at, with: Self.illegible)
        let illegible = reader.claimed(reader.records(String(decoding: bytes, as: UTF8.self)))
        let unearned = unearned(illegible.intersection(added), at, in: whole.item)
        guard !unearned.isEmpty else { return nil }
        return breach(
            "with \(place) flipped it grants \(unearned.sorted().joined(separator: ", ")), and also with that byte "
                + "illegible: a lost word grants"
        )
    }

    /// The decisions among some that a payload does not grant without the whole source that a byte belongs to either.
    func unearned(_ added: Set<String>, _ place: Int, in item: AdapterCase) -> Set<String> {
        guard !added.isEmpty, let rest = PayloadSources(item.payload).without(sourceAt: place) else { return added }
        return added.subtracting(reader.claimed(reader.records(rest)))
    }

    /// The records of a payload, nil where it is refused, after it has been detected as the whole road does.
    private func detectedRecords(_ payload: String) -> [ConsentRecord]? {
        let item = RawItem(text: payload)
        _ = adapter.detect(item)
        return try? adapter.decode(item)
    }

    /// In words why records cannot be stored; nil if they can, or if there are none but those of the whole payload.
    private func storageFault(of records: [ConsentRecord]?, besides whole: Intact) -> String? {
        guard let records, records != whole.records else { return nil }
        for record in records {
            guard record.decisions.count <= TranslationLimits.maxDecisions else { return "it has too many decisions" }
            guard (try? ConsentRecord(canonical: record.canonicalBytes)) == record else {
                return "its record cannot be stored and read again"
            }
        }
        return nil
    }

    private static let pieces = [
        "%", "%2", "%00", "%FF", "%25", "&", "=", ",", ":", ";", "\"", "\\", "{", "}", "[", "\u{301}", "😀", "",
    ]

    /// The text with a few characters lost or replaced by what formats trip over.
    private static func scribbled(_ text: String, _ random: inout SeededRandom) -> String {
        var scalars = Array(text.unicodeScalars)
        for _ in 0..<Int.random(in: 1...4, using: &random) where !scalars.isEmpty {
            let start = Int.random(in: scalars.indices, using: &random)
            let end = min(scalars.count, start + Int.random(in: 0...3, using: &random))
            scalars.replaceSubrange(start..<end, with: (random.pick(pieces) ?? "").unicodeScalars)
        }
        return String(String.UnicodeScalarView(scalars))
    }

    /// Errors end up in logs, and payloads are personal data.
    func silence(_ effort: LawEffort) -> [LawBreach] {
        let marker = "zqxjkv"
        return cases.compactMap { item in
            let bytes = Array(item.payload.utf8)
            let step = max(1, bytes.count * cases.count / max(1, effort.variants))
            for at in stride(from: 0, to: bytes.count, by: step) {
                let text = String(decoding: bytes[..<at] + Array(marker.utf8) + bytes[at...], as: UTF8.self)
                do throws(TranslationError) {
                    _ = try adapter.decode(RawItem(text: text))
                } catch {
                    guard error.description.contains(marker) else { continue }
                    return LawBreach(
                        .silence,
                        case: item.name,
                        "with a word put in at byte \(at) the error \(error.code.rawValue) repeats the word"
                    )
                }
            }
            return nil
        }
    }
}
