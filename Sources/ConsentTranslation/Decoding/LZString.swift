/// Texts that the JavaScript library lz-string has compressed into base64.
///
/// The text is a sequence of UTF-16 units, cut into phrases. A code stands for each phrase: one met before, or a unit
/// met for the first time, which follows its marker. Behind each phrase the one before it, longer by this one's first
/// unit, becomes a phrase of its own with the next number. Codes are as wide as the next number needs, which makes
/// the first one two bits wide.
enum LZString {
    /// The codes that are no phrases: a new unit of 8 bits, one of 16, and the end.
    private enum Marker {
        static let unit8 = 0
        static let unit16 = 1
        static let end = 2
    }

    /// The number of the first phrase.
    private static let firstPhrase = 3

    /// The text that was compressed.
    ///
    /// - Throws: ``TranslationError`` `tooLarge` beyond ``TranslationLimits/maxInflatedBytes`` of UTF-8, `malformed`
    ///   where the text is no base64, is cut off before its end marker, or has something behind it.
    static func decompressed(base64 text: String, path: String) throws(TranslationError) -> String {
        var bits = SextetBits(try sextets(text, path: path))
        var units: [UInt16] = []
        var phrases: [Range<Int>] = []
        // A phrase is a stretch of the text so far, and the one to come reaches one unit beyond it: copied unit after
        // unit, it finds that unit as its own first.
        var coming: Range<Int>?
        while let code = bits.take(bitWidth(of: phrases.count + firstPhrase)) {
            let start = units.count
            switch code {
            case Marker.unit8, Marker.unit16:
                guard let unit = bits.take(code == Marker.unit8 ? 8 : 16) else { throw cutOff(path) }
                units.append(UInt16(truncatingIfNeeded: unit))
                phrases.append(start..<(start + 1))
            case Marker.end:
                guard bits.isFilling else { throw damaged(path) }
                return try string(units, path: path)
            default:
                let index = code - firstPhrase
                guard let phrase = index < phrases.count ? phrases[index] : coming, index <= phrases.count else {
                    throw damaged(path)
                }
                guard phrase.count <= TranslationLimits.maxInflatedBytes - units.count else { throw tooLarge(path) }
                for position in phrase { units.append(units[position]) }
            }
            if let coming { phrases.append(coming) }
            coming = start..<(units.count + 1)
        }
        throw cutOff(path)
    }

    /// The library fills up to whole groups of four characters even where that takes three equals signs.
    private static func sextets(_ text: String, path: String) throws(TranslationError) -> [UInt8] {
        let (values, padding) = try Base64Text.sextets(text, path: path)
        guard padding <= 3, padding == 0 || (values.count + padding) % 4 == 0 else { throw damaged(path) }
        return values
    }

    private static func bitWidth(of number: Int) -> Int { Int.bitWidth - number.leadingZeroBitCount }

    private static func string(_ units: [UInt16], path: String) throws(TranslationError) -> String {
        guard let text = String(validating: units, as: UTF16.self) else { throw damaged(path) }
        guard text.utf8.count <= TranslationLimits.maxInflatedBytes else { throw tooLarge(path) }
        return text
    }

    private static func cutOff(_ path: String) -> TranslationError {
        TranslationError(.malformed, "The compressed text is cut off.", path: path)
    }

    private static func damaged(_ path: String) -> TranslationError {
        TranslationError(.malformed, "The compressed text is damaged.", path: path)
    }

    private static func tooLarge(_ path: String) -> TranslationError {
        TranslationError(
            .tooLarge,
            "The compressed text unfolds to more than \(TranslationLimits.maxInflatedBytes) bytes.",
            path: path
        )
    }
}

/// Bits in groups of six, the highest of a group first.
private struct SextetBits {
    private let sextets: [UInt8]
    private var position = 0

    init(_ sextets: [UInt8]) {
        self.sextets = sextets
    }

    private var remaining: Int { sextets.count * 6 - position }

    private mutating func next() -> Int {
        let bit = sextets[position / 6] >> UInt8(5 - position % 6) & 1
        position += 1
        return Int(bit)
    }

    /// A number of so many bits, its lowest bit first; nil where there are not as many.
    mutating func take(_ count: Int) -> Int? {
        guard count <= remaining else { return nil }
        return (0..<count).reduce(0) { number, place in number | next() << place }
    }

    /// Whether nothing is left but the zero bits that fill the last group, at most a whole one.
    var isFilling: Bool {
        var rest = self
        return remaining <= 6 && rest.take(remaining) == 0
    }
}
