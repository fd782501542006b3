#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

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

    /// Where a line stands in `bytes`.
    private struct Line: Sendable {
        let name: Range<Int>
        let value: Range<Int>
    }

    /// The names and values one behind the other: an answer has a dozen, of which hardly any is asked for.
    private var bytes: [UInt8] = []
    private var lines: [Line] = []

    /// Makes no fields.
    public init() {}

    /// Makes fields from lines in order.
    public init(_ fields: [Field]) {
        for field in fields { append(field.name, field.value) }
    }

    /// All field lines in order.
    public var fields: [Field] { lines.map(field) }

    /// How many lines there are.
    public var count: Int { lines.count }

    /// The first value of that name, or nil. Setting replaces all lines of that name; setting nil removes them.
    public subscript(name: String) -> String? {
        get { lines.first { isNamed($0, name) }.map { text($0.value) } }
        set {
            lines = lines.filter { !isNamed($0, name) }
            if let newValue { append(name, newValue) }
        }
    }

    /// All values of that name in order.
    public func values(of name: String) -> [String] {
        lines.filter { isNamed($0, name) }.map { text($0.value) }
    }

    /// The lines that a condition holds for, in order.
    func filter(_ isIncluded: (Field) -> Bool) -> HTTPFields {
        HTTPFields(fields.filter(isIncluded))
    }

    /// Adds a line at the end, keeping those of the same name.
    public mutating func append(_ name: String, _ value: String) {
        let start = bytes.count
        bytes.append(contentsOf: name.utf8)
        let middle = bytes.count
        bytes.append(contentsOf: value.utf8)
        lines.append(Line(name: start..<middle, value: middle..<bytes.count))
    }

    /// Adds a line as it came, `Name: value` with its line end; false for the empty line and for what is no field.
    mutating func append(line: UnsafeRawBufferPointer) -> Bool {
        guard let first = line.baseAddress, let mark = memchr(first, Int32(UInt8(ascii: ":")), line.count),
            mark > first
        else { return false }
        let colon = UnsafeRawPointer(mark) - first
        var start = colon + 1
        var end = line.count
        while start < end, isFieldSpace(line[start]) { start += 1 }
        while end > start, isFieldSpace(line[end - 1]) { end -= 1 }
        if lines.isEmpty {
            // What most answers have, so that neither grows step by step.
            bytes.reserveCapacity(512)
            lines.reserveCapacity(16)
        }
        let place = bytes.count
        bytes.append(contentsOf: UnsafeRawBufferPointer(start: first, count: end).assumingMemoryBound(to: UInt8.self))
        lines.append(Line(name: place..<place + colon, value: place + start..<place + end))
        return true
    }

    /// Removes all lines and keeps their memory.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        lines.removeAll(keepingCapacity: true)
    }

    private func field(_ line: Line) -> Field { Field(name: text(line.name), value: text(line.value)) }

    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    private func isNamed(_ line: Line, _ name: String) -> Bool {
        asciiCaseEqual(bytes[line.name], name.utf8)
    }
}

extension HTTPFields: Equatable {
    /// Whether two have the same lines in the same order.
    public static func == (left: HTTPFields, right: HTTPFields) -> Bool {
        left.lines.count == right.lines.count
            && zip(left.lines, right.lines).allSatisfy { one, other in
                left.bytes[one.name] == right.bytes[other.name] && left.bytes[one.value] == right.bytes[other.value]
            }
    }
}

private func isFieldSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A
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
