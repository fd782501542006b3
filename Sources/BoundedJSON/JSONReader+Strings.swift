extension JSONReader {
    /// Reads a string with the position at its opening quote; leaves it behind the closing one.
    mutating func readString() throws(JSONError) -> JSONText {
        let start = position + 1
        let (end, hasEscapes) = try stringEnd(from: start)
        position = end + 1
        return JSONText(range: start..<end, hasEscapes: hasEscapes)
    }

    /// Where the closing quote of a string stands whose text begins at `start`, and whether it has escapes.
    func stringEnd(from start: Int) throws(JSONError) -> (end: Int, hasEscapes: Bool) {
        var at = start
        var hasEscapes = false
        while true {
            at = bytes.span.plainEnd(from: at)
            guard at - start <= limits.maxStringBytes else {
                throw failure(.stringTooLong, "A string has more than \(limits.maxStringBytes) bytes.", at: start)
            }
            guard at < bytes.count else {
                throw failure(.unexpectedEnd, "The JSON text ends inside a string.", at: bytes.count)
            }
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                return (at, hasEscapes)
            } else if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                at = try escapeEnd(from: at)
            } else if byte < 0x20 {
                throw failure(.controlCharacter, "A control character inside a string is not escaped.", at: at)
            } else {
                at = try scalarEnd(from: at)
            }
        }
    }

    /// Checks one scalar of two to four bytes against the table of well-formed sequences (Unicode 3.9, table 3-7).
    private func scalarEnd(from at: Int) throws(JSONError) -> Int {
        let lead = bytes[at]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: length = 4
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: throw failure(.invalidUTF8, "A string is not well-formed UTF-8.", at: at)
        }
        guard at + length <= bytes.count, second.contains(bytes[at + 1]) else {
            throw failure(.invalidUTF8, "A string is not well-formed UTF-8.", at: at)
        }
        for offset in 2..<max(length, 2) where !(0x80...0xBF).contains(bytes[at + offset]) {
            throw failure(.invalidUTF8, "A string is not well-formed UTF-8.", at: at)
        }
        return at + length
    }

    /// Checks one escape, or a surrogate pair of two, with `at` at the backslash.
    private func escapeEnd(from at: Int) throws(JSONError) -> Int {
        guard at + 1 < bytes.count else {
            throw failure(.unexpectedEnd, "The JSON text ends inside an escape.", at: bytes.count)
        }
        switch bytes[at + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return at + 2
        case UInt8(ascii: "u"):
            let unit = try codeUnit(at: at + 2)
            guard (0xD800...0xDFFF).contains(unit) else { return at + 6 }
            guard unit < 0xDC00, at + 7 < bytes.count, bytes[at + 6] == UInt8(ascii: "\\"),
                bytes[at + 7] == UInt8(ascii: "u"), (0xDC00...0xDFFF).contains(try codeUnit(at: at + 8))
            else {
                throw failure(.loneSurrogate, "An escape is half of a surrogate pair.", at: at)
            }
            return at + 12
        default:
            throw failure(.invalidEscape, "JSON does not know this escape.", at: at)
        }
    }

    /// The four hexadecimal digits of a `\u` escape.
    private func codeUnit(at start: Int) throws(JSONError) -> UInt32 {
        guard start + 4 <= bytes.count else {
            throw failure(.unexpectedEnd, "The JSON text ends inside an escape.", at: bytes.count)
        }
        var unit: UInt32 = 0
        for at in start..<start + 4 {
            guard let digit = hexadecimalValue(bytes[at]) else {
                throw failure(.invalidEscape, "A \\u escape needs four hexadecimal digits.", at: at)
            }
            unit = unit << 4 | digit
        }
        return unit
    }
}

/// The value of an ASCII hexadecimal digit.
func hexadecimalValue(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
    default: nil
    }
}
