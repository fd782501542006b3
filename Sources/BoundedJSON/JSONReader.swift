/// A bounded pull reader for JSON from outside (RFC 8259, strictly).
///
/// It refuses a byte order mark, malformed UTF-8, half surrogate pairs, unescaped control characters, leading zeros and
/// anything behind the value, and it stops at the first value beyond its ``JSONLimits``. It allocates once, for its
/// stack of open containers; stepping and skipping allocate nothing. Repeated keys are passed on as they come: whoever
/// builds something from the members decides what they mean.
///
/// After an error the reader stays where it failed and must not be asked further.
public struct JSONReader: Sendable {
    /// An open object or array.
    struct Level: Sendable {
        var isObject: Bool
        var members: Int
    }

    /// What may come next.
    enum State: Sendable {
        case value, firstKeyOrEnd, firstElementOrEnd, memberValue, separatorOrEnd, end
    }

    /// The text being read.
    public let bytes: [UInt8]
    /// The bounds in force.
    public let limits: JSONLimits
    /// Where the next token is looked for, in bytes from 0.
    public internal(set) var position: Int
    var state: State
    var levels: [Level]
    var valueCount: Int

    /// Starts reading; the size is checked by the first ``next()``.
    public init(_ bytes: [UInt8], limits: JSONLimits = .standard) {
        self.bytes = bytes
        self.limits = limits
        position = 0
        state = .value
        valueCount = 0
        levels = []
        levels.reserveCapacity(16)
    }

    /// How many objects and arrays are open.
    public var depth: Int { levels.count }

    /// Takes the next token.
    ///
    /// - Throws: ``JSONError`` at the first byte that breaks the grammar or a limit.
    public mutating func next() throws(JSONError) -> JSONToken {
        if position == 0 { try checkStart() }
        skipWhitespace()
        switch state {
        case .value, .memberValue:
            return try readValue()
        case .firstKeyOrEnd:
            if peek() == UInt8(ascii: "}") { return close(.endObject) }
            return try readKey()
        case .firstElementOrEnd:
            if peek() == UInt8(ascii: "]") { return close(.endArray) }
            return try readElement()
        case .separatorOrEnd:
            return try readSeparator()
        case .end:
            guard position == bytes.count else {
                throw failure(.trailingBytes, "There is something behind the JSON value; remove it.")
            }
            return .end
        }
    }

    private func checkStart() throws(JSONError) {
        guard bytes.count <= limits.maxBytes else {
            throw failure(.tooLarge, "The JSON text has more than \(limits.maxBytes) bytes.")
        }
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
            throw failure(.byteOrderMark, "The JSON text starts with a byte order mark; remove it.")
        }
    }

    func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipWhitespace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private mutating func readSeparator() throws(JSONError) -> JSONToken {
        guard let level = levels.last else { throw failure(.unexpectedByte, "A JSON value is not closed properly.") }
        guard let byte = peek() else { throw failure(.unexpectedEnd, "The JSON text ends inside a value.") }
        switch byte {
        case UInt8(ascii: ",") where level.isObject:
            position += 1
            skipWhitespace()
            return try readKey()
        case UInt8(ascii: ","):
            position += 1
            skipWhitespace()
            return try readElement()
        case UInt8(ascii: "}") where level.isObject:
            return close(.endObject)
        case UInt8(ascii: "]") where !level.isObject:
            return close(.endArray)
        default:
            throw failure(.unexpectedByte, "A comma or the end of the object or array is missing.")
        }
    }

    private mutating func readElement() throws(JSONError) -> JSONToken {
        try countMember()
        return try readValue()
    }

    private mutating func readKey() throws(JSONError) -> JSONToken {
        guard let byte = peek() else { throw failure(.unexpectedEnd, "The JSON text ends inside an object.") }
        guard byte == UInt8(ascii: "\"") else {
            throw failure(.unexpectedByte, "A member's name in double quotes is missing.")
        }
        try countMember()
        let key = try readString()
        skipWhitespace()
        guard let colon = peek() else { throw failure(.unexpectedEnd, "The JSON text ends inside an object.") }
        guard colon == UInt8(ascii: ":") else {
            throw failure(.unexpectedByte, "The colon behind a member's name is missing.")
        }
        position += 1
        state = .memberValue
        return .key(key)
    }

    private mutating func countMember() throws(JSONError) {
        let top = levels.count - 1
        guard levels[top].members < limits.maxMembers else {
            throw failure(.tooManyMembers, "An object or array has more than \(limits.maxMembers) entries.")
        }
        levels[top].members += 1
    }

    private mutating func readValue() throws(JSONError) -> JSONToken {
        guard let byte = peek() else {
            if levels.isEmpty { throw failure(.empty, "There is no JSON value.") }
            throw failure(.unexpectedEnd, "The JSON text ends inside a value.")
        }
        guard valueCount < limits.maxValues else {
            throw failure(.tooManyValues, "The JSON text has more than \(limits.maxValues) values.")
        }
        valueCount += 1
        switch byte {
        case UInt8(ascii: "{"): return try open(.beginObject)
        case UInt8(ascii: "["): return try open(.beginArray)
        case UInt8(ascii: "\""):
            let text = try readString()
            finishValue()
            return .string(text)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            let number = try readNumber()
            finishValue()
            return .number(number)
        default:
            return try readLiteral(byte)
        }
    }

    private mutating func readLiteral(_ byte: UInt8) throws(JSONError) -> JSONToken {
        switch byte {
        case UInt8(ascii: "t"):
            try expect("true")
            finishValue()
            return .bool(true)
        case UInt8(ascii: "f"):
            try expect("false")
            finishValue()
            return .bool(false)
        case UInt8(ascii: "n"):
            try expect("null")
            finishValue()
            return .null
        default:
            throw failure(.unexpectedByte, "No JSON value can start here.")
        }
    }

    private mutating func expect(_ word: String) throws(JSONError) {
        for byte in word.utf8 {
            guard let here = peek() else { throw failure(.unexpectedEnd, "The JSON text ends inside a word.") }
            guard here == byte else {
                throw failure(.invalidLiteral, "The only words of JSON are true, false and null.")
            }
            position += 1
        }
    }

    private mutating func open(_ token: JSONToken) throws(JSONError) -> JSONToken {
        guard levels.count < limits.maxDepth else {
            throw failure(.tooDeep, "Objects and arrays are nested deeper than \(limits.maxDepth) levels.")
        }
        let isObject = token == .beginObject
        levels.append(Level(isObject: isObject, members: 0))
        state = isObject ? .firstKeyOrEnd : .firstElementOrEnd
        position += 1
        return token
    }

    private mutating func close(_ token: JSONToken) -> JSONToken {
        position += 1
        levels.removeLast()
        finishValue()
        return token
    }

    private mutating func finishValue() {
        state = levels.isEmpty ? .end : .separatorOrEnd
    }

    func failure(_ code: JSONError.Code, _ message: String, at offset: Int? = nil) -> JSONError {
        JSONError(code: code, message: message, byteOffset: offset ?? position)
    }
}
