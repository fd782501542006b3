/// Header fields in the order in which they were set or received (RFC 9110 section 5). Names compare without case.
///
/// Its description names the fields but never shows a value, since values carry credentials and identifiers.
public struct HTTPFields: Sendable {
    /// One field line.
    public struct Field: Sendable, Equatable {
        /// The name as written.
        public let name: String
        /// The value without surrounding white space.
        public let value: String

        /// Makes a field line.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Lines as they came, in front of those that were set; nil once one of them was changed.
    private var received: ReceivedHeader?
    private var list: [Field] = []

    /// Makes no fields.
    public init() {}

    /// Makes fields from lines in order.
    public init(_ fields: [Field]) {
        list = fields
    }

    /// Makes fields from the header of an answer.
    init(_ received: ReceivedHeader) {
        self.received = received
    }

    /// All field lines in order.
    public var fields: [Field] { received.map { $0.fields + list } ?? list }

    /// How many lines there are.
    public var count: Int { fields.count }

    /// The first value of that name, or nil. Setting replaces all lines of that name; setting nil removes them.
    public subscript(name: String) -> String? {
        get {
            received?.values(of: name, upTo: 1).first ?? list.first { asciiCaseEqual($0.name, name) }?.value
        }
        set {
            list = fields.filter { !asciiCaseEqual($0.name, name) }
            received = nil
            if let newValue { append(name, newValue) }
        }
    }

    /// All values of that name in order.
    public func values(of name: String) -> [String] {
        var values = received?.values(of: name) ?? []
        for field in list where asciiCaseEqual(field.name, name) { values.append(field.value) }
        return values
    }

    /// The lines that a condition holds for, in order.
    func filter(_ isIncluded: (Field) -> Bool) -> HTTPFields {
        HTTPFields(fields.filter(isIncluded))
    }

    /// Adds a line at the end, keeping those of the same name.
    public mutating func append(_ name: String, _ value: String) {
        list.append(Field(name: name, value: value))
    }
}

extension HTTPFields: Equatable {
    /// Whether two have the same lines in the same order.
    public static func == (left: HTTPFields, right: HTTPFields) -> Bool {
        if left.received == nil, right.received == nil { return left.list == right.list }
        return left.fields == right.fields
    }
}

extension HTTPFields: ExpressibleByDictionaryLiteral {
    /// Makes fields from a literal, in its order.
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements.map { Field(name: $0.0, value: $0.1) })
    }
}

extension HTTPFields: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The names, without values.
    public var description: String { "[" + fields.map { "\($0.name): ***" }.joined(separator: ", ") + "]" }

    /// The names, without values.
    public var debugDescription: String { description }

    /// A mirror that shows names only.
    public var customMirror: Mirror { Mirror(self, children: ["names": fields.map(\.name)]) }
}

extension HTTPFields.Field: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The name, without the value.
    public var description: String { "\(name): ***" }

    /// The name, without the value.
    public var debugDescription: String { description }

    /// A mirror that shows the name only.
    public var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}

/// Whether two texts are equal but for the case of ASCII letters.
func asciiCaseEqual(_ left: String, _ right: String) -> Bool { asciiCaseEqual(left.utf8, right.utf8) }

/// Whether two texts in UTF-8 are equal but for the case of ASCII letters.
func asciiCaseEqual(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { asciiLowercased($0) == asciiLowercased($1) }
}

/// The small letter of an ASCII capital, and every other byte as it is.
func asciiLowercased(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
}
