/// The outer encodings of cookies and query strings.
enum TextEncodings {
    /// Undoes percent-encoding; with `plusIsSpace` by the rules of HTML forms.
    ///
    /// A `%` without two hexadecimal digits stands for itself, as browsers treat it; whoever reads the result decides
    /// whether such text makes sense. Bytes that are no UTF-8 become U+FFFD, which no table of states knows.
    static func percentDecoded(_ text: some StringProtocol, plusIsSpace: Bool) -> String {
        let bytes = Array(text.utf8)
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "%"), at + 2 < bytes.count,
                let high = hexadecimalDigit(bytes[at + 1]), let low = hexadecimalDigit(bytes[at + 2])
            {
                decoded.append(high << 4 | low)
                at += 3
            } else {
                decoded.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                at += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    /// The value of an ASCII hexadecimal digit; nil for any other byte.
    static func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The parts of a text between ASCII separators, empty ones included.
    ///
    /// Works on bytes: finding characters costs many times as much, and a hostile payload may have a mebibyte.
    static func split(
        _ text: some StringProtocol,
        at separator: UInt8,
        maxSplits: Int = .max
    ) -> [Substring] {
        Substring(text).utf8.split(separator: separator, maxSplits: maxSplits, omittingEmptySubsequences: false)
            .map { Substring($0) }
    }

    /// Whether a text has another within it, byte by byte.
    static func contains(_ text: String, _ part: String) -> Bool {
        contains(Array(text.utf8), part)
    }

    /// Whether bytes have those of a text within them.
    static func contains(_ bytes: [UInt8], _ part: String) -> Bool {
        guard let first = part.utf8.first else { return true }
        let count = part.utf8.count
        guard bytes.count >= count else { return false }
        for start in 0...(bytes.count - count) where bytes[start] == first {
            if bytes[start..<(start + count)].elementsEqual(part.utf8) { return true }
        }
        return false
    }

    /// The text without ASCII white space at its ends.
    static func trimmed(_ text: some StringProtocol) -> String {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\n" || $0 == "\r\n" }
        guard let first = text.firstIndex(where: { !isSpace($0) }),
            let last = text.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(text[first...last])
    }

    /// The text without one pair of double quotes round it, plain or escaped with a backslash as some proxies do.
    static func unquoted(_ text: String) -> String {
        for quote in ["\\\"", "\""]
        where text.count >= 2 * quote.count && text.hasPrefix(quote) && text.hasSuffix(quote) {
            return String(text.dropFirst(quote.count).dropLast(quote.count))
        }
        return text
    }
}
