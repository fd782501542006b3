/// Base64 by RFC 4648, in the standard alphabet (section 4) or the one for URLs (section 5).
package enum Base64Text {
    /// The bytes that a text stands for.
    ///
    /// Padding may be left out, as cookies often do, but where it stands it must be right. Anything else that RFC 4648
    /// lets a decoder overlook is an error: it comes from a value that was cut off or altered.
    ///
    /// - Throws: ``TranslationError`` `malformed` for white space and other foreign characters, both alphabets in one
    ///   text, a length that no bytes have, and bits left over that are not zero.
    package static func bytes(_ text: String, path: String) throws(TranslationError) -> [UInt8] {
        let (values, padding) = try sextets(text, path: path)
        let over = values.count % 4
        guard over != 1, padding == 0 || padding == (4 - over) % 4 else {
            throw TranslationError(
                .malformed,
                "The base64 text has a length that no bytes have; it is cut off or damaged.",
                path: path
            )
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(values.count / 4 * 3 + 2)
        var bits: UInt32 = 0
        var width = 0
        for value in values {
            bits = bits << 6 | UInt32(value)
            width += 6
            guard width >= 8 else { continue }
            width -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> width))
            bits &= 1 << width - 1
        }
        guard bits == 0 else {
            throw TranslationError(
                .malformed,
                "The base64 text ends in bits that belong to no byte; it is cut off or damaged.",
                path: path
            )
        }
        return bytes
    }

    /// The values of the characters, six bits each, and how many equals signs stand behind them.
    ///
    /// - Throws: ``TranslationError`` `malformed` for a foreign character and for both alphabets in one text.
    static func sextets(_ text: String, path: String) throws(TranslationError) -> (sextets: [UInt8], padding: Int) {
        var values: [UInt8] = []
        values.reserveCapacity(text.utf8.count)
        let padding = text.utf8.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        var isStandard = false
        var isForURLs = false
        for character in text.utf8.dropLast(padding) {
            guard let value = sextet(character) else {
                throw TranslationError(.malformed, "A character is not of the base64 alphabet.", path: path)
            }
            isStandard = isStandard || character == UInt8(ascii: "+") || character == UInt8(ascii: "/")
            isForURLs = isForURLs || character == UInt8(ascii: "-") || character == UInt8(ascii: "_")
            values.append(value)
        }
        guard !(isStandard && isForURLs) else {
            throw TranslationError(.malformed, "The text mixes the two alphabets of base64.", path: path)
        }
        return (values, padding)
    }

    private static func sextet(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
