/// Writes the fields of a segment, most significant bit first.
struct BitWriter {
    /// Words that are full, the first bit written the highest of the first one.
    private var words: [UInt64] = []
    /// The bits behind them, from the highest on.
    private var word: UInt64 = 0
    private var used = 0

    /// How many bits were written.
    var bitCount: Int { words.count * 64 + used }

    /// Appends the lowest `count` bits of `value`, 0 to 64.
    mutating func put(_ value: UInt64, count: Int) {
        guard count > 0 else { return }
        let bits = value << UInt64(64 - count)
        word |= bits >> UInt64(used)
        let free = 64 - used
        guard count >= free else {
            used += count
            return
        }
        words.append(word)
        used = count - free
        word = used == 0 ? 0 : bits << UInt64(free)
    }

    /// Appends a number that is known to fit.
    mutating func put(_ value: Int, count: Int) { put(UInt64(truncatingIfNeeded: value), count: count) }

    /// Appends one bit.
    mutating func put(_ flag: Bool) { put(flag ? 1 : 0, count: 1) }

    /// Appends a number.
    ///
    /// - Throws: `notEncodable` if it is negative or does not fit into `count` bits.
    mutating func put(checked value: Int, count: Int, _ name: StaticString) throws(ConsentStringError) {
        guard value >= 0, value < 1 << count else {
            throw .notEncodable("\(name) must be from 0 to \(1 << count - 1).")
        }
        put(value, count: count)
    }

    /// Appends a set as a field of `count` bits.
    ///
    /// - Throws: `notEncodable` if it has a larger id.
    mutating func put(_ set: PurposeSet, count: Int, _ name: StaticString) throws(ConsentStringError) {
        guard set.largest <= count else { throw .notEncodable("\(name) may have ids up to \(count).") }
        put(set.field(count: count), count: count)
    }

    /// Appends a time in tenths of a second.
    ///
    /// - Throws: `notEncodable` if it is before 1970, too late for 36 bits or between two tenths.
    mutating func put(milliseconds: Int64, _ name: StaticString) throws(ConsentStringError) {
        guard milliseconds >= 0, milliseconds % 100 == 0, milliseconds / 100 < 1 << 36 else {
            throw .notEncodable("\(name) must be a multiple of 100 milliseconds and fit into 36 bits.")
        }
        put(UInt64(milliseconds / 100), count: 36)
    }

    /// Appends two letters.
    ///
    /// - Throws: `notEncodable` if these are not two letters A to Z.
    mutating func put(letters: String?, _ name: StaticString) throws(ConsentStringError) {
        let values = (letters ?? "").utf8.map { Int($0) - 0x41 }
        guard values.count == 2, values.allSatisfy((0..<26).contains) else {
            throw .notEncodable("\(name) must be two letters A to Z.")
        }
        for value in values { put(value, count: 6) }
    }

    /// The segment as text: zero bits up to a whole byte, then up to a character.
    var text: String {
        let count = ((bitCount + 7) / 8 * 8 + 5) / 6
        let source = words + [word, 0, 0]
        let letters = Base64URL.alphabet
        let (bits, alphabet) = (source.span, letters.span)
        var characters: [UInt8] = []
        characters.append(addingCapacity: count) { (output: inout OutputSpan<UInt8>) in
            for index in 0..<count { output.append(alphabet[bits.integer(at: 6 &* index, count: 6)]) }
        }
        return String(decoding: characters, as: UTF8.self)
    }
}

extension ConsentStringError {
    /// For a string that no decoder would read.
    static var tooLongToEncode: ConsentStringError {
        notEncodable("The string would have more than \(ConsentStringLimits.maxTextBytes) characters.")
    }

    static func notEncodable(_ message: String) -> ConsentStringError {
        ConsentStringError(code: .notEncodable, message: message)
    }
}
