import BoundedJSON

/// Builds values out of the tokens of a JSON text.
///
/// What objects and lists hold is collected on two stacks and moved into an array of its size when they close: most are small,
/// and an array that grows would ask for memory several times.
struct ValueReader {
    private var reader: JSONReader
    private var members: [ObjectValue.Member] = []
    private var elements: [Value] = []

    init(_ reader: JSONReader) { self.reader = reader }

    /// Reads the one value of the text.
    mutating func readDocument() throws -> Value {
        let value = try read(try reader.next())
        _ = try reader.next()
        return value
    }

    /// Recursion is bounded by the reader's depth limit.
    private mutating func read(_ token: JSONToken) throws -> Value {
        switch token {
        case .null: return .null
        case .bool(let flag): return .bool(flag)
        case .number(let number): return .number(reader.text(of: number))
        case .string(let text): return .text(reader.text(of: text))
        case .beginArray: return try readList()
        case .beginObject: return try readObject()
        case .endArray, .endObject, .key, .end:
            throw TranslationError(.malformed, "This is not valid JSON: a value is missing.")
        }
    }

    private mutating func readList() throws -> Value {
        let start = elements.count
        while true {
            let token = try reader.next()
            if token == .endArray { break }
            let element = try read(token)
            elements.append(element)
        }
        defer { elements.removeSubrange(start...) }
        return .list(Array(elements[start...]))
    }

    private mutating func readObject() throws -> Value {
        let start = members.count
        while case .key(let key) = try reader.next() {
            let name = reader.text(of: key)
            let value = try read(try reader.next())
            members.append(ObjectValue.Member(name: name, value: value))
        }
        defer { members.removeSubrange(start...) }
        guard let object = ObjectValue(members: members[start...]) else {
            throw TranslationError(.conflict, "A JSON object has the same name twice.")
        }
        return .object(object)
    }
}
