/// The alphabet of RFC 4648 section 5, six bits a character, without padding.
///
/// Consent strings are read in groups of six bits and not of bytes: lengths that leave one character over are legal in
/// them, and byte decoders refuse those.
enum Base64URL {
    /// The characters in the order of their values.
    static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// Set in a table's entry for a character outside the alphabet.
    static let foreign: UInt64 = 1 << 63

    /// Eight tables of 256 entries behind each other: for each byte its six bits at the place of the first, second and
    /// so on to the eighth of eight characters, in the order of bytes in memory. Eight tables save the shifts.
    ///
    /// The last two of the eight bytes are zero, or have ``foreign`` for a character outside the alphabet.
    static let table: [UInt64] = (0..<8).flatMap { place in
        (0..<256).map { byte in
            guard let value = value(of: byte) else { return foreign }
            return (value << UInt64(58 - 6 * place)).bigEndian
        }
    }

    private static func value(of byte: Int) -> UInt64? {
        switch byte {
        case 0x41...0x5A: UInt64(byte - 0x41)
        case 0x61...0x7A: UInt64(byte - 0x61 + 26)
        case 0x30...0x39: UInt64(byte - 0x30 + 52)
        case 0x2D: 62
        case 0x5F: 63
        default: nil
        }
    }

    /// The value of a character, or nothing if it is outside the alphabet.
    static func value(of character: UInt8) -> Int? {
        let entry = table[Int(character)]
        return entry == foreign ? nil : Int(truncatingIfNeeded: UInt64(bigEndian: entry) >> 58)
    }

    /// The bits of the eight characters from `start` on, the first one the highest, or nothing if one of them is outside
    /// the alphabet. There must be eight, and `table` must be ``table``.
    @inline(__always)
    static func eight(_ text: Span<UInt8>, at start: Int, in table: Span<UInt64>) -> UInt64? {
        // Known lengths save the bounds checks of what follows.
        guard table.count == 2_048 else { return nil }
        let part = text.extracting(start..<start &+ 8)
        let front =
            table[Int(part[0])] | table[Int(part[1]) &+ 256]
            | table[Int(part[2]) &+ 512] | table[Int(part[3]) &+ 768]
        let back =
            table[Int(part[4]) &+ 1_024] | table[Int(part[5]) &+ 1_280]
            | table[Int(part[6]) &+ 1_536] | table[Int(part[7]) &+ 1_792]
        guard (front | back) < foreign else { return nil }
        return UInt64(bigEndian: front | back)
    }

    /// The bits of the characters from `start` on, fewer than eight, up to the first one outside the alphabet.
    @inline(__always)
    static func fewer(_ text: Span<UInt8>, at start: inout Int, in table: Span<UInt64>) -> UInt64 {
        var group: UInt64 = 0
        var place = 0
        while start < text.count, place < 2_048 {
            let entry = table[Int(text[start]) &+ place]
            guard entry < foreign else { break }
            group |= entry
            place &+= 256
            start &+= 1
        }
        return UInt64(bigEndian: group)
    }

    /// The first character from `start` on that is outside the alphabet, or the end of the text.
    static func firstForeign(in text: Span<UInt8>, from start: Int) -> Int {
        let entries = Self.table
        let table = entries.span
        var at = start
        while at &+ 8 <= text.count, eight(text, at: at, in: table) != nil { at &+= 8 }
        _ = fewer(text, at: &at, in: table)
        return at
    }
}
