/// Reading fields of a segment that was decoded into words, most significant bit first.
///
/// Whoever reads has checked that the field lies inside the segment; the span's own bounds check is only the net below.
extension Span where Element == UInt64 {
    /// The field of 1 to 64 bits that starts at bit `position`.
    @inline(__always)
    func bits(at position: Int, count: Int) -> UInt64 {
        let index = position &>> 6
        let shift = UInt64(truncatingIfNeeded: position & 63)
        let high = self[index] &<< shift
        // Two shifts, since a shift by 64 is not what is wanted when the field starts a word.
        let low = (self[index &+ 1] &>> 1) &>> (63 &- shift)
        return (high | low) &>> UInt64(truncatingIfNeeded: 64 &- count)
    }

    /// The field as an integer.
    @inline(__always)
    func integer(at position: Int, count: Int) -> Int {
        Int(truncatingIfNeeded: bits(at: position, count: count))
    }

    /// The single bit at `position`.
    @inline(__always)
    func bit(at position: Int) -> Bool { bits(at: position, count: 1) == 1 }

    /// A time of 36 bits, in milliseconds since 1970: the strings count tenths of a second.
    func milliseconds(at position: Int) -> Int64 {
        Int64(truncatingIfNeeded: bits(at: position, count: 36)) * 100
    }

    /// Two letters of six bits each, A = 0; nothing if one of them is no letter.
    func letters(at position: Int) -> String? {
        let first = UInt8(truncatingIfNeeded: bits(at: position, count: 6))
        let second = UInt8(truncatingIfNeeded: bits(at: position + 6, count: 6))
        guard first < 26, second < 26 else { return nil }
        return LetterPairs.all[Int(first) * 26 + Int(second)]
    }
}

/// The texts of two letters.
private enum LetterPairs {
    /// AA, AB and so on to ZZ: strings this short are kept without an allocation, and made once.
    static let all: [String] = {
        var pairs: [String] = []
        for first in UInt8(ascii: "A")...UInt8(ascii: "Z") {
            for second in UInt8(ascii: "A")...UInt8(ascii: "Z") {
                pairs.append(String(decoding: [first, second], as: UTF8.self))
            }
        }
        return pairs
    }()
}
