public import BoundedJSON

extension Value {
    /// Reads a JSON text.
    ///
    /// - Throws: ``TranslationError`` `malformed` where the text is no JSON or breaks a limit, `conflict` where an
    ///   object has a name twice: which of the two a browser or server meant cannot be known.
    public init(json bytes: [UInt8], limits: JSONLimits = TranslationLimits.json) throws(TranslationError) {
        var reader = ValueReader(JSONReader(bytes, limits: limits))
        self = try Self.reading(&reader)
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
