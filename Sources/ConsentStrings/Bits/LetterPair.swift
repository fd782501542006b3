/// Two letters of six bits each, A = 0, as they stand in a string: their text is made when somebody asks for it.
struct LetterPair: Sendable, Hashable {
    private let bits: UInt16

    /// `EN`.
    static let english = LetterPair(bits: 4 << 6 | 13)
    /// `AA`, which CMPs write where they do not know the publisher's country.
    static let unknownCountry = LetterPair(bits: 0)

    /// Twelve bits of a string.
    @inline(__always)
    init(bits: UInt64) { self.bits = UInt16(truncatingIfNeeded: bits) }

    /// The letters of a text; what is not two letters A to Z is no pair.
    init(_ text: String?) {
        let values = (text ?? "").utf8.prefix(3).map { UInt16($0) &- 0x41 }
        guard values.count == 2, values[0] < 26, values[1] < 26 else {
            bits = 0xFFF
            return
        }
        bits = values[0] << 6 | values[1]
    }

    /// Whether both are letters.
    var isValid: Bool { bits >> 6 < 26 && bits & 63 < 26 }

    /// The letters; nothing if one of them is none.
    var text: String? { isValid ? Self.texts[Int(bits >> 6) * 26 + Int(bits & 63)] : nil }

    /// AA, AB and so on to ZZ: strings this short are kept without an allocation, and made once.
    private static let texts: [String] = {
        var pairs: [String] = []
        for first in UInt8(ascii: "A")...UInt8(ascii: "Z") {
            for second in UInt8(ascii: "A")...UInt8(ascii: "Z") {
                pairs.append(String(decoding: [first, second], as: UTF8.self))
            }
        }
        return pairs
    }()
}
