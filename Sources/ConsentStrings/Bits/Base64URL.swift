/// The alphabet of RFC 4648 section 5, six bits a character, without padding.
///
/// Consent strings are read in groups of six bits and not of bytes: lengths that leave one character over are legal in
/// them, and byte decoders refuse those.
enum Base64URL {
    /// The characters in the order of their values.
    static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// Set in a table's entry for a character outside the alphabet.
    static let foreign: UInt32 = 0x8000_0000

    /// Four tables of 256 entries behind each other: for each byte its value at the place of the first, second, third
    /// or fourth of four characters. Four tables save the shifts.
    static let table: [UInt32] = [18, 12, 6, 0].flatMap { shift in
        (0..<256).map { entry(for: $0, shift: shift) }
    }

    private static func entry(for byte: Int, shift: UInt32) -> UInt32 {
        switch byte {
        case 0x41...0x5A: UInt32(byte - 0x41) << shift
        case 0x61...0x7A: UInt32(byte - 0x61 + 26) << shift
        case 0x30...0x39: UInt32(byte - 0x30 + 52) << shift
        case 0x2D: 62 << shift
        case 0x5F: 63 << shift
        default: foreign
        }
    }

    /// The value of a character, or nothing if it is outside the alphabet.
    @inline(__always)
    static func value(of character: UInt8) -> Int? {
        value(of: character, in: table.span)
    }

    /// The same for whoever looks up many.
    @inline(__always)
    static func value(of character: UInt8, in table: Span<UInt32>) -> Int? {
        let entry = table[Int(character) &+ 768]
        return entry == foreign ? nil : Int(truncatingIfNeeded: entry)
    }

    /// The 48 bits of the eight characters from `start` on, or nothing if one of them is outside the alphabet. There
    /// must be eight, and `table` must be ``table``.
    @inline(__always)
    static func eight(_ text: Span<UInt8>, at start: Int, in table: Span<UInt32>) -> UInt64? {
        // Known lengths save the bounds checks of what follows.
        guard table.count == 1_024 else { return nil }
        let part = text.extracting(start..<start &+ 8)
        let front =
            table[Int(part[0])] | table[Int(part[1]) &+ 256]
            | table[Int(part[2]) &+ 512] | table[Int(part[3]) &+ 768]
        let back =
            table[Int(part[4])] | table[Int(part[5]) &+ 256]
            | table[Int(part[6]) &+ 512] | table[Int(part[7]) &+ 768]
        guard (front | back) < foreign else { return nil }
        return UInt64(front) &<< 24 | UInt64(back)
    }

    /// The first character from `start` on that is outside the alphabet, or the end of the text.
    static func firstForeign(in text: Span<UInt8>, from start: Int) -> Int {
        let table = Self.table.span
        var at = start
        while at &+ 8 <= text.count, eight(text, at: at, in: table) != nil { at &+= 8 }
        while at < text.count, value(of: text[at], in: table) != nil { at &+= 1 }
        return at
    }
}
