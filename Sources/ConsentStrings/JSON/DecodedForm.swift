internal import BoundedJSON

/// The object of a decoded form, read back: the members that a kind of string has, by name.
///
/// Values are taken as what they are written as; a string is no number. Members that were not asked for are told at the
/// end, so that a misspelt one does not pass for an absent one.
struct DecodedForm {
    /// A value of the decoded form.
    indirect enum Value {
        case object(DecodedForm)
        case array([Value])
        case string(String)
        case integer(Int64)
        case bool(Bool)
        case null
        /// A number that is no integer of 64 bits.
        case number
    }

    private var members: [String: Value] = [:]

    /// Reads a JSON text that is one object.
    init(_ json: [UInt8]) throws(ConsentStringError) {
        var reader = JSONReader(json, limits: JSONLimits(maxBytes: ConsentStringLimits.maxFormBytes, maxDepth: 8))
        do throws(JSONError) {
            guard try reader.next() == .beginObject else {
                throw JSONError(code: .unexpectedByte, message: "The text is not an object.", byteOffset: 0)
            }
            self = try Self.object(&reader)
            _ = try reader.next()
        } catch {
            throw ConsentStringError(code: .malformed, message: "\(error.message) (byte \(error.byteOffset))")
        }
    }

    private init() {}

    private static func object(_ reader: inout JSONReader) throws(JSONError) -> DecodedForm {
        var form = DecodedForm()
        while case .key(let key) = try reader.next() {
            let value = try value(try reader.next(), &reader)
            guard form.members.updateValue(value, forKey: reader.text(of: key)) == nil else {
                throw JSONError(
                    code: .unexpectedByte,
                    message: "A member comes twice.",
                    byteOffset: key.range.lowerBound
                )
            }
        }
        return form
    }

    private static func value(_ token: JSONToken, _ reader: inout JSONReader) throws(JSONError) -> Value {
        switch token {
        case .beginObject: return .object(try object(&reader))
        case .beginArray:
            var elements: [Value] = []
            while true {
                let next = try reader.next()
                if next == .endArray { return .array(elements) }
                elements.append(try value(next, &reader))
            }
        case .string(let text): return .string(reader.text(of: text))
        case .number(let number): return reader.integer(of: number).map(Value.integer) ?? .number
        case .bool(let flag): return .bool(flag)
        default: return .null
        }
    }

    /// Takes a member out; nothing if it is absent or `null`.
    mutating func take(_ name: String) -> Value? {
        guard let value = members.removeValue(forKey: name) else { return nil }
        if case .null = value { return nil }
        return value
    }

    /// Takes all members out, by name.
    mutating func takeAll() -> [(name: String, value: Value)] {
        defer { members = [:] }
        return members.map { ($0.key, $0.value) }
    }

    /// Refuses members that were not taken.
    func finish() throws(ConsentStringError) {
        guard members.isEmpty else {
            throw ConsentStringError(
                code: .malformed,
                message: "There is a member that this kind of string does not have."
            )
        }
    }
}
