/// Writes the fields of a segment, most significant bit first.
struct BitWriter {
    private var bytes: [UInt8] = []
    /// How many bits were written.
    private(set) var bitCount = 0

    /// Appends the lowest `count` bits of `value`, 0 to 64.
    mutating func put(_ value: UInt64, count: Int) {
        var left = count
        while left > 0 {
            let free = 8 - bitCount % 8
            if free == 8 { bytes.append(0) }
            let taken = min(free, left)
            let part = (value >> UInt64(left - taken)) & (1 << UInt64(taken) - 1)
            bytes[bytes.count - 1] |= UInt8(truncatingIfNeeded: part << UInt64(free - taken))
            bitCount += taken
            left -= taken
        }
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
        var padded = self
        padded.put(0, count: (8 - bitCount % 8) % 8)
        padded.put(0, count: (6 - padded.bitCount % 6) % 6)
        var characters: [UInt8] = []
        for start in stride(from: 0, to: padded.bitCount, by: 6) {
            let high = UInt16(padded.bytes[start / 8]) << 8
            let low = start / 8 + 1 < padded.bytes.count ? UInt16(padded.bytes[start / 8 + 1]) : 0
            characters.append(Base64URL.alphabet[Int((high | low) >> UInt16(10 - start % 8) & 63)])
        }
        return String(decoding: characters, as: UTF8.self)
    }
}

extension ConsentStringError {
    static func notEncodable(_ message: String) -> ConsentStringError {
        ConsentStringError(code: .notEncodable, message: message)
    }
}
