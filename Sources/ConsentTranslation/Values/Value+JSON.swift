public import BoundedJSON

extension Value {
    /// Reads a JSON text.
    ///
    /// - Throws: ``TranslationError`` `malformed` where the text is no JSON or breaks a limit, `conflict` where an
    ///   object has a name twice: which of the two a browser or server meant cannot be known.
    public init(json bytes: [UInt8], limits: JSONLimits = TranslationLimits.json) throws(TranslationError) {
        var reader = JSONReader(bytes, limits: limits)
        do {
            let token = try reader.next()
            self = try Self.read(token, from: &reader)
            _ = try reader.next()
        } catch let error as JSONError {
            throw TranslationError(.malformed, "This is not valid JSON: \(error)")
        } catch let error as TranslationError {
            throw error
        } catch {
            throw TranslationError(.malformed, "This is not valid JSON.")
        }
    }

    /// Recursion is bounded by the reader's depth limit.
    private static func read(_ token: JSONToken, from reader: inout JSONReader) throws -> Value {
        switch token {
        case .null: return .null
        case .bool(let flag): return .bool(flag)
        case .number(let number): return .number(reader.text(of: number))
        case .string(let text): return .text(reader.text(of: text))
        case .beginArray: return try readList(from: &reader)
        case .beginObject: return try readObject(from: &reader)
        case .endArray, .endObject, .key, .end:
            throw TranslationError(.malformed, "This is not valid JSON: a value is missing.")
        }
    }

    private static func readList(from reader: inout JSONReader) throws -> Value {
        var elements: [Value] = []
        while true {
            let token = try reader.next()
            if token == .endArray { return .list(elements) }
            elements.append(try read(token, from: &reader))
        }
    }

    private static func readObject(from reader: inout JSONReader) throws -> Value {
        var object = ObjectValue()
        while case .key(let key) = try reader.next() {
            let name = reader.text(of: key)
            let value = try read(try reader.next(), from: &reader)
            guard object.append(name, value) else {
                throw TranslationError(.conflict, "A JSON object has the same name twice.")
            }
        }
        return .object(object)
    }

    /// Writes the value as JSON, members in their order, numbers as they were read.
    public func write(into json: inout JSONWriter) {
        switch self {
        case .null: json.null()
        case .bool(let flag): json.bool(flag)
        case .number(let text): json.raw(text)
        case .text(let text): json.string(text)
        case .list(let elements):
            json.beginArray()
            for element in elements { element.write(into: &json) }
            json.endArray()
        case .object(let object):
            json.beginObject()
            for member in object.members {
                json.key(member.name)
                member.value.write(into: &json)
            }
            json.endObject()
        }
    }
}
