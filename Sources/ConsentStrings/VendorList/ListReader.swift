internal import BoundedJSON

/// Walks through the JSON of a vendor list or a CMP list. Each function takes the value that comes next.
///
/// `null` is the same as a member that is not there. A value of another type than the list has is an error.
struct ListReader {
    private var reader: JSONReader
    /// What the text should be, for messages.
    private let title: String

    init(_ bytes: [UInt8], title: String) {
        reader = JSONReader(bytes, limits: JSONLimits(maxBytes: ConsentStringLimits.maxListBytes))
        self.title = title
    }

    /// Reads the whole text, which is one object.
    mutating func document(
        _ body: (String, inout ListReader) throws(ConsentStringError) -> Void
    ) throws(ConsentStringError) {
        try members(body)
        _ = try next()
    }

    /// Runs through the members of an object.
    mutating func members(
        _ body: (String, inout ListReader) throws(ConsentStringError) -> Void
    ) throws(ConsentStringError) {
        guard try optionalMembers(body) else { throw failure("an object was expected") }
    }

    /// Runs through the members of an object. `null` and an empty list, as which some tools write an empty object, have
    /// none.
    ///
    /// - Returns: whether it was an object.
    @discardableResult
    mutating func optionalMembers(
        _ body: (String, inout ListReader) throws(ConsentStringError) -> Void
    ) throws(ConsentStringError) -> Bool {
        switch try next() {
        case .beginObject: break
        case .null: return false
        case .beginArray:
            guard try next() == .endArray else { throw failure("an object was expected") }
            return false
        default: throw failure("an object was expected")
        }
        var seen: Set<String> = []
        while case .key(let key) = try next() {
            let name = reader.text(of: key)
            guard seen.insert(name).inserted else { throw failure("a member is repeated") }
            try body(name, &self)
        }
        return true
    }

    /// Reads an object whose members are named by ids.
    mutating func entries<Value>(
        _ body: (Int, inout ListReader) throws(ConsentStringError) -> Value
    ) throws(ConsentStringError) -> [Int: Value] {
        var values: [Int: Value] = [:]
        try members { (name, reader) throws(ConsentStringError) in
            let id = try reader.newID(name, besides: values)
            values[id] = try body(id, &reader)
        }
        return values
    }

    /// The id that a member is named by, which must be a new one.
    func newID<Value>(_ name: String, besides values: [Int: Value]) throws(ConsentStringError) -> Int {
        guard let id = Self.id(name) else { throw failure("an id from 1 to 65535 was expected") }
        guard values[id] == nil else { throw failure("an id is repeated") }
        return id
    }

    /// Checks that an entry's own id is the one that it is filed under.
    mutating func expect(_ id: Int) throws(ConsentStringError) {
        guard try integer() ?? id == id else { throw failure("an entry has another id than it is filed under") }
    }

    mutating func text() throws(ConsentStringError) -> String? {
        switch try next() {
        case .string(let text): return reader.text(of: text)
        case .null: return nil
        default: throw failure("a string was expected")
        }
    }

    mutating func flag() throws(ConsentStringError) -> Bool? {
        switch try next() {
        case .bool(let flag): return flag
        case .null: return nil
        default: throw failure("true or false was expected")
        }
    }

    mutating func integer() throws(ConsentStringError) -> Int? {
        try integer(try next())
    }

    /// A list of ids. Those that no string has room for are left out.
    mutating func ids() throws(ConsentStringError) -> PurposeSet {
        var ids: PurposeSet = []
        switch try next() {
        case .beginArray: break
        case .null: return ids
        default: throw failure("a list of ids was expected")
        }
        var token = try next()
        while token != .endArray {
            guard let id = try integer(token) else { throw failure("an id was expected") }
            ids.insert(id)
            token = try next()
        }
        return ids
    }

    /// A list of strings.
    mutating func strings() throws(ConsentStringError) -> [String] {
        var strings: [String] = []
        switch try next() {
        case .beginArray: break
        case .null: return strings
        default: throw failure("a list of strings was expected")
        }
        while true {
            switch try next() {
            case .string(let text): strings.append(reader.text(of: text))
            case .endArray: return strings
            default: throw failure("a string was expected")
            }
        }
    }

    mutating func skip() throws(ConsentStringError) {
        do throws(JSONError) { try reader.skipValue() } catch { throw failure(error) }
    }

    private func integer(_ token: JSONToken) throws(ConsentStringError) -> Int? {
        switch token {
        case .number(let number):
            if let integer = reader.integer(of: number).flatMap({ Int(exactly: $0) }) { return integer }
        case .string(let text):
            if let integer = Self.digits(reader.text(of: text)) { return integer }
        case .null: return nil
        default: break
        }
        throw failure("an integer was expected")
    }

    /// An id, which is what a string has room for.
    private static func id(_ text: String) -> Int? {
        digits(text).flatMap { (1...65_535).contains($0) ? $0 : nil }
    }

    /// A number written in ASCII digits alone.
    private static func digits(_ text: String) -> Int? {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
    }

    private mutating func next() throws(ConsentStringError) -> JSONToken {
        do throws(JSONError) { return try reader.next() } catch { throw failure(error) }
    }

    private func failure(_ error: JSONError) -> ConsentStringError {
        ConsentStringError(
            code: error.code == .tooLarge ? .tooLong : .malformed,
            message: "This is no \(title). \(error.message) (byte \(error.byteOffset))"
        )
    }

    private func failure(_ complaint: String) -> ConsentStringError {
        ConsentStringError(
            code: .malformed,
            message: "This is no \(title): \(complaint) in front of byte \(reader.position)."
        )
    }
}
