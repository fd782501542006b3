/// Header fields in the order in which they were set or received (RFC 9110 section 5). Names compare without case.
///
/// Its description names the fields but never shows a value, since values carry credentials and identifiers.
public struct HTTPFields: Sendable, Equatable {
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

    /// All field lines in order.
    public private(set) var fields: [Field]

    /// Makes fields from lines in order.
    public init(_ fields: [Field] = []) {
        self.fields = fields
    }

    /// The first value of that name, or nil. Setting replaces all lines of that name; setting nil removes them.
    public subscript(name: String) -> String? {
        get { fields.first { asciiCaseEqual($0.name, name) }?.value }
        set {
            fields.removeAll { asciiCaseEqual($0.name, name) }
            if let newValue { append(name, newValue) }
        }
    }

    /// All values of that name in order.
    public func values(of name: String) -> [String] {
        fields.filter { asciiCaseEqual($0.name, name) }.map(\.value)
    }

    /// The lines that a condition holds for, in order.
    func filter(_ isIncluded: (Field) -> Bool) -> HTTPFields {
        HTTPFields(fields.filter(isIncluded))
    }

    /// Adds a line at the end, keeping those of the same name.
    public mutating func append(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
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
func asciiCaseEqual(_ left: String, _ right: String) -> Bool {
    let left = left.utf8
    let right = right.utf8
    return left.count == right.count && zip(left, right).allSatisfy { asciiLowercased($0) == asciiLowercased($1) }
}

/// The small letter of an ASCII capital, and every other byte as it is.
func asciiLowercased(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
}
