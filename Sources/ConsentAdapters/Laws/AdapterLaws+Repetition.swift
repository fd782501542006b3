import ConsentTranslation

/// The law of repetition.
extension AdapterLaws {
    private static let separators = ["; ", "&", ",", "\n", ""]

    /// Cookies come once for each path and domain, and merged dumps have a key twice. Where the two differ, which is
    /// current cannot be known, so the second may not grant what the first does not.
    func repetition(_ effort: LawEffort) -> [LawBreach] {
        var random = SeededRandom(seed: effort.seed)
        return intact.compactMap { item in
            let once = granting(closing: item)
            for separator in Self.separators {
                let twice = item.payload + separator + item.payload
                if let excess = reader.excess(of: reader.granting(twice, item), over: once) {
                    return LawBreach(.repetition, case: item.name, "said twice it \(excess), which it does not once")
                }
            }
            let parts = PayloadParts(item.payload)
            for _ in 0..<(effort.variants / max(1, intact.count)) {
                guard let text = parts.repeated(&random) else { break }
                if let excess = reader.excess(of: reader.granting(text, item), over: once) {
                    return LawBreach(
                        .repetition,
                        case: item.name,
                        "with a part of it said again, with another's word, it \(excess), which it does not once "
                            + "(seed \(effort.seed))"
                    )
                }
            }
            return nil
        }
    }
}

/// A payload taken apart at whatever formats put between parts, and parts into name and word, in whatever format.
struct PayloadParts {
    /// The bytes of one part, and of the separator behind it.
    private struct Part {
        let bytes: ArraySlice<UInt8>
        let separator: ArraySlice<UInt8>
        /// Where the word begins within the bytes; nil for a part without a name.
        let word: Int?
    }

    private let parts: [Part]

    private static let separators = ["&", ";", ",", "|", "\n", "%26", "%2C", "%7C"].map { Array($0.utf8) }
    private static let assigns = ["=", ":", "%3D", "%3A"].map { Array($0.utf8) }

    init(_ payload: String) {
        let bytes = Array(payload.utf8)[...]
        var parts: [Part] = []
        var start = 0
        var at = 0
        while at < bytes.count {
            guard let separator = Self.first(of: Self.separators, in: bytes, at: at) else {
                at += 1
                continue
            }
            parts.append(Self.part(bytes[start..<at], bytes[at..<(at + separator)]))
            at += separator
            start = at
        }
        parts.append(Self.part(bytes[start...], []))
        self.parts = parts
    }

    private static func part(_ bytes: ArraySlice<UInt8>, _ separator: ArraySlice<UInt8>) -> Part {
        for at in bytes.indices {
            if let length = first(of: assigns, in: bytes, at: at) {
                return Part(bytes: bytes, separator: separator, word: at + length)
            }
        }
        return Part(bytes: bytes, separator: separator, word: nil)
    }

    /// The length of the first mark that stands at a place.
    private static func first(of marks: [[UInt8]], in bytes: ArraySlice<UInt8>, at place: Int) -> Int? {
        marks.first { bytes[place...].starts(with: $0) }?.count
    }

    /// The payload with one part said again behind itself, half of the time with the word of another part; nil where
    /// there are no parts.
    func repeated(_ random: inout SeededRandom) -> String? {
        guard parts.count > 1 else { return nil }
        let chosen = Int.random(in: parts.indices, using: &random)
        let part = parts[chosen]
        var again = Array(part.bytes)
        if Bool.random(using: &random), let word = part.word, let other = random.pick(parts.filter { $0.word != nil }),
            let otherWord = other.word
        {
            again = Array(part.bytes[..<word]) + other.bytes[otherWord...]
        }
        var bytes: [UInt8] = []
        for (index, part) in parts.enumerated() {
            bytes += part.bytes
            if index == chosen {
                bytes += part.separator.isEmpty ? parts[max(0, index - 1)].separator : part.separator
                bytes += again
            }
            bytes += part.separator
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
