import BoundedJSON

/// JavaScript literals, as some CMPs write them where others write JSON: `{stamp:'kV0Q==',necessary:true}`.
///
/// Read are objects with plain or quoted names, arrays, texts in either kind of quotes, numbers as JSON has them, `true`,
/// `false` and `null`, within the bounds of ``TranslationLimits/json``. A comma may stand behind the last member.
/// Whatever else the language allows, expressions above all, is refused.
enum JSLiteral {
    /// Reads a literal.
    ///
    /// - Throws: ``TranslationError`` `malformed` where the text is no such literal or something follows it, `conflict`
    ///   where an object has a name twice, `tooLarge` beyond a bound.
    static func value(_ text: String, path: String) throws(TranslationError) -> Value {
        var reader = LiteralReader(bytes: Array(text.utf8), path: path)
        return try reader.document()
    }
}

private struct LiteralReader {
    private static let limits = TranslationLimits.json

    let bytes: [UInt8]
    let path: String
    private var position = 0
    private var valueCount = 0

    init(bytes: [UInt8], path: String) {
        self.bytes = bytes
        self.path = path
    }

    mutating func document() throws(TranslationError) -> Value {
        guard bytes.count <= Self.limits.maxBytes else { throw tooLarge("more than \(Self.limits.maxBytes) bytes") }
        let document = try value(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw malformed("something stands behind the value") }
        return document
    }

    /// Recursion is bounded by the depth.
    private mutating func value(depth: Int) throws(TranslationError) -> Value {
        skipSpace()
        valueCount += 1
        guard valueCount <= Self.limits.maxValues else { throw tooLarge("more than \(Self.limits.maxValues) values") }
        guard let first = peek else { throw malformed("a value is missing") }
        switch first {
        case UInt8(ascii: "{"): return try object(depth: depth + 1)
        case UInt8(ascii: "["): return try list(depth: depth + 1)
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return .text(try quoted())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: return try word()
        }
    }

    private mutating func object(depth: Int) throws(TranslationError) -> Value {
        try open(depth: depth)
        var object = ObjectValue()
        while try hasEntry(behind: object.members.count, before: UInt8(ascii: "}")) {
            let isQuoted = peek == UInt8(ascii: "'") || peek == UInt8(ascii: "\"")
            let name = isQuoted ? try quoted() : try identifier()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw malformed("the colon behind a name is missing") }
            guard object.append(name, try value(depth: depth)) else {
                throw TranslationError(.conflict, "An object has the same name twice.", path: path)
            }
        }
        return .object(object)
    }

    private mutating func list(depth: Int) throws(TranslationError) -> Value {
        try open(depth: depth)
        var elements: [Value] = []
        while try hasEntry(behind: elements.count, before: UInt8(ascii: "]")) {
            elements.append(try value(depth: depth))
        }
        return .list(elements)
    }

    private mutating func open(depth: Int) throws(TranslationError) {
        guard depth <= Self.limits.maxDepth else { throw tooLarge("more than \(Self.limits.maxDepth) levels") }
        position += 1
    }

    /// Takes the comma between entries, or the end of the object or array.
    private mutating func hasEntry(behind count: Int, before end: UInt8) throws(TranslationError) -> Bool {
        skipSpace()
        if take(end) { return false }
        guard count > 0 else { return true }
        guard take(UInt8(ascii: ",")) else { throw malformed("a comma or the end of an object or array is missing") }
        guard count < Self.limits.maxMembers else {
            throw tooLarge("more than \(Self.limits.maxMembers) entries in an object or array")
        }
        skipSpace()
        return !take(end)
    }

    private mutating func quoted() throws(TranslationError) -> String {
        let quote = bytes[position]
        position += 1
        var text: [UInt8] = []
        while let byte = peek, byte != quote {
            position += 1
            switch byte {
            case UInt8(ascii: "\\"): text += String(try escaped()).utf8
            case 0..<0x20: throw malformed("a text has a control character that is not escaped")
            default: text.append(byte)
            }
            guard text.count <= Self.limits.maxStringBytes else {
                throw tooLarge("a text of more than \(Self.limits.maxStringBytes) bytes")
            }
        }
        guard take(quote) else { throw malformed("a text is not closed") }
        return String(decoding: text, as: UTF8.self)
    }

    /// The character of an escape, behind its backslash.
    private mutating func escaped() throws(TranslationError) -> Unicode.Scalar {
        guard let byte = peek else { throw malformed("a text is not closed") }
        position += 1
        switch byte {
        case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "x"): return try scalar(of: [try codeUnit(digits: 2)])
        case UInt8(ascii: "u"):
            let unit = try codeUnit(digits: 4)
            guard UTF16.isLeadSurrogate(unit), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
                return try scalar(of: [unit])
            }
            return try scalar(of: [unit, try codeUnit(digits: 4)])
        default: throw malformed("a text has an escape that is not read")
        }
    }

    private mutating func codeUnit(digits: Int) throws(TranslationError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<digits {
            guard let digit = peek.flatMap(TextEncodings.hexadecimalDigit) else {
                throw malformed("a hexadecimal digit of an escape is missing")
            }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }

    private func scalar(of units: [UInt16]) throws(TranslationError) -> Unicode.Scalar {
        guard let text = String(validating: units, as: UTF16.self), let scalar = text.unicodeScalars.first else {
            throw malformed("an escape is half of a surrogate pair")
        }
        return scalar
    }

    /// A number by the grammar of JSON: it must be possible to write it again as it stands.
    private mutating func number() throws(TranslationError) -> String {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try skipDigits() }
        if take(UInt8(ascii: ".")) { try skipDigits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            _ = take(UInt8(ascii: "-")) || take(UInt8(ascii: "+"))
            try skipDigits()
        }
        guard position - start <= Self.limits.maxNumberBytes else {
            throw tooLarge("a number of more than \(Self.limits.maxNumberBytes) characters")
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func skipDigits() throws(TranslationError) {
        let start = position
        while let byte = peek, Self.isDigit(byte) { position += 1 }
        guard position > start else { throw malformed("a digit of a number is missing") }
    }

    private mutating func word() throws(TranslationError) -> Value {
        switch try identifier() {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        default: throw malformed("a word is neither true, false nor null")
        }
    }

    private mutating func identifier() throws(TranslationError) -> String {
        let start = position
        while let byte = peek, Self.isLetter(byte) || position > start && Self.isDigit(byte) { position += 1 }
        guard position > start else { throw malformed("a name or a value is missing") }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "$"):
            true
        default: false
        }
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || (0x09...0x0D).contains(byte) { position += 1 }
    }

    private func malformed(_ what: String) -> TranslationError {
        TranslationError(.malformed, "This is no JavaScript literal: \(what) (byte \(position)).", path: path)
    }

    private func tooLarge(_ what: String) -> TranslationError {
        TranslationError(.tooLarge, "The JavaScript literal has \(what).", path: path)
    }
}
