/// A bounded pull reader for JSON from outside (RFC 8259, strictly).
///
/// It refuses a byte order mark, malformed UTF-8, half surrogate pairs, unescaped control characters, leading zeros and
/// anything behind the value, and it stops at the first value beyond its ``JSONLimits``. It allocates once, for its
/// stack of open containers where they are nested; skipping allocates nothing. Repeated keys are passed on as they come: whoever
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
    /// How many objects and arrays are open.
    public internal(set) var depth: Int
    /// The innermost of them.
    var level: Level
    /// Those around it.
    private var outerLevels: [Level]
    var valueCount: Int

    /// Starts reading; the size is checked by the first ``next()``.
    public init(_ bytes: [UInt8], limits: JSONLimits = .standard) {
        self.bytes = bytes
        self.limits = limits
        position = 0
        state = .value
        valueCount = 0
        depth = 0
        level = Level(isObject: false, members: 0)
        outerLevels = []
    }

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

    mutating func skipWhitespace() { position = bytes.span.spaceEnd(from: position) }

    private mutating func readSeparator() throws(JSONError) -> JSONToken {
        guard depth > 0 else { throw failure(.unexpectedByte, "A JSON value is not closed properly.") }
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
        guard level.members < limits.maxMembers else {
            throw failure(.tooManyMembers, "An object or array has more than \(limits.maxMembers) entries.")
        }
        level.members += 1
    }

    private mutating func readValue() throws(JSONError) -> JSONToken {
        guard let byte = peek() else {
            if depth == 0 { throw failure(.empty, "There is no JSON value.") }
            throw failure(.unexpectedEnd, "The JSON text ends inside a value.")
        }
        guard valueCount < limits.maxValues else {
            throw failure(.tooManyValues, "The JSON text has more than \(limits.maxValues) values.")
        }
        valueCount += 1
        switch byte {
        case UInt8(ascii: "{"):
            try open(isObject: true)
            return .beginObject
        case UInt8(ascii: "["):
            try open(isObject: false)
            return .beginArray
        case UInt8(ascii: "\""):
            let text = try readString()
            finishValue()
            return .string(text)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            let number = try readNumber()
            finishValue()
            return .number(number)
        default:
            return try readWord(byte)
        }
    }

    private mutating func readWord(_ byte: UInt8) throws(JSONError) -> JSONToken {
        position = try wordEnd(from: position)
        finishValue()
        switch byte {
        case UInt8(ascii: "t"): return .bool(true)
        case UInt8(ascii: "f"): return .bool(false)
        default: return .null
        }
    }

    /// Where the word ends that starts at `start`, which must be one of the three.
    func wordEnd(from start: Int) throws(JSONError) -> Int {
        let rest = bytes.span.extracting(droppingFirst: start)
        // The two words of flags are frequent.
        if rest.count >= 5 {
            if rest[0] == UInt8(ascii: "t"), rest[1] == UInt8(ascii: "r"), rest[2] == UInt8(ascii: "u"),
                rest[3] == UInt8(ascii: "e")
            {
                return start + 4
            }
            if rest[0] == UInt8(ascii: "f"), rest[1] == UInt8(ascii: "a"), rest[2] == UInt8(ascii: "l"),
                rest[3] == UInt8(ascii: "s"), rest[4] == UInt8(ascii: "e")
            {
                return start + 5
            }
        }
        switch bytes[start] {
        case UInt8(ascii: "t"): return try end(of: "true", from: start)
        case UInt8(ascii: "f"): return try end(of: "false", from: start)
        case UInt8(ascii: "n"): return try end(of: "null", from: start)
        default: throw failure(.unexpectedByte, "No JSON value can start here.", at: start)
        }
    }

    private func end(of word: String, from start: Int) throws(JSONError) -> Int {
        var at = start
        for byte in word.utf8 {
            guard at < bytes.count else {
                throw failure(.unexpectedEnd, "The JSON text ends inside a word.", at: at)
            }
            guard bytes[at] == byte else {
                throw failure(.invalidLiteral, "The only words of JSON are true, false and null.", at: at)
            }
            at += 1
        }
        return at
    }

    private mutating func open(isObject: Bool) throws(JSONError) {
        guard depth < limits.maxDepth else {
            throw failure(.tooDeep, "Objects and arrays are nested deeper than \(limits.maxDepth) levels.")
        }
        if depth > 0 {
            if depth == 1 { outerLevels.reserveCapacity(16) }
            outerLevels.append(level)
        }
        depth += 1
        level = Level(isObject: isObject, members: 0)
        state = isObject ? .firstKeyOrEnd : .firstElementOrEnd
        position += 1
    }

    private mutating func close(_ token: JSONToken) -> JSONToken {
        position += 1
        closeLevel()
        return token
    }

    /// Leaves the innermost object or array.
    mutating func closeLevel() {
        depth -= 1
        if depth > 0 { level = outerLevels.removeLast() }
        finishValue()
    }

    mutating func finishValue() {
        state = depth == 0 ? .end : .separatorOrEnd
    }

    func failure(_ code: JSONError.Code, _ message: String, at offset: Int? = nil) -> JSONError {
        JSONError(code: code, message: message, byteOffset: offset ?? position)
    }
}
