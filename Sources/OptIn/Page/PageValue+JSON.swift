package import BoundedJSON

extension PageValue {
    /// Reads JSON text as `JSON.parse` does, within ``OptInLimits``; nil if it is not JSON.
    init?(json text: String) {
        guard let value = try? PageValue(json: Array(text.utf8), limits: OptInLimits.embedded) else { return nil }
        self = value
    }

    /// Reads JSON text.
    package init(json bytes: [UInt8], limits: JSONLimits) throws(JSONError) {
        var reader = JSONReader(bytes, limits: limits)
        self = try Self.value(try reader.next(), &reader)
        _ = try reader.next()
    }

    private static func value(_ token: JSONToken, _ reader: inout JSONReader) throws(JSONError) -> PageValue {
        switch token {
        case .beginObject:
            var object = PageObject()
            while case .key(let key) = try reader.next() {
                let name = reader.text(of: key)
                object[name] = try value(try reader.next(), &reader)
            }
            return .object(object)
        case .beginArray:
            var elements: [PageValue] = []
            while true {
                let token = try reader.next()
                if token == .endArray { return .array(elements) }
                elements.append(try value(token, &reader))
            }
        case .string(let text): return .string(reader.text(of: text))
        case .number(let number): return .number(Double(reader.text(of: number)) ?? .nan)
        case .bool(let value): return .bool(value)
        case .null, .key, .endObject, .endArray, .end: return .null
        }
    }

    /// Whether `JSON.stringify` leaves the value away.
    private var isLeftAway: Bool {
        switch self {
        case .undefined, .function: true
        default: false
        }
    }

    /// Writes the value as `JSON.stringify` does; what it leaves away is null.
    package func write(into json: inout JSONWriter) {
        switch self {
        case .undefined, .null, .function: json.null()
        case .bool(let value): json.bool(value)
        case .number(let value): json.raw(value.isFinite ? Self.text(of: value) : "null")
        case .string(let value): json.string(value)
        case .array(let elements):
            json.beginArray()
            for element in elements { element.write(into: &json) }
            json.endArray()
        case .object(let object):
            json.beginObject()
            for name in object.keys {
                guard let value = object[name], !value.isLeftAway else { continue }
                json.key(name)
                value.write(into: &json)
            }
            json.endObject()
        case .service, .error:
            json.beginObject()
            json.endObject()
        }
    }

    /// The value as `JSON.stringify` writes it; nil for what it leaves away.
    var json: String? {
        guard !isLeftAway else { return nil }
        var json = JSONWriter(capacity: 256)
        write(into: &json)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    /// A deep copy by way of JSON, which loses what JSON lacks; nil where there is nothing to copy.
    var copy: PageValue? {
        switch self {
        case .undefined, .function: return nil
        case .number(let value): return value.isFinite ? self : .null
        case .array(let elements): return .array(elements.map { $0.copy ?? .null })
        case .object(let object): return .object(object.copy)
        case .service, .error: return .object(PageObject())
        case .null, .bool, .string: return self
        }
    }
}

extension PageObject {
    /// A deep copy by way of JSON.
    var copy: PageObject {
        var copy = PageObject()
        for name in keys { copy[name] = self[name]?.copy }
        return copy
    }
}
