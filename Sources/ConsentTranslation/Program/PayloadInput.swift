public import ConsentStrings

/// One form in which an adapter's payload may come, and how its parts become one object of named values.
public enum PayloadInput: Sendable, Hashable {
    /// Cookies of one header line.
    case cookies([CookieInput])
    /// A bare text that becomes the named value.
    case text(TextInput)
    /// A JSON object, pulled or pasted, whose members are the values.
    case item(required: [String])
}

/// A cookie that an adapter reads.
public struct CookieInput: Sendable, Hashable {
    /// The cookie's name.
    public let cookie: String
    /// The name that its decoded value has in the record rules.
    public let name: String
    /// Whether the payload is the adapter's only if the cookie is there.
    public let isRequired: Bool
    /// Steps from the cookie's text to the value.
    public let steps: [DecodeStep]

    /// Creates the rule for one cookie.
    public init(cookie: String, name: String, isRequired: Bool, steps: [DecodeStep]) {
        self.cookie = cookie
        self.name = name
        self.isRequired = isRequired
        self.steps = steps
    }
}

/// A bare text that an adapter reads.
public struct TextInput: Sendable, Hashable {
    /// The name that its decoded value has in the record rules.
    public let name: String
    /// The text belongs to the adapter only if it looks like a consent string of this family.
    public let family: ConsentStringFamily?
    /// The text belongs to the adapter only if it contains all of these.
    public let contains: [String]
    /// Steps from the text to the value.
    public let steps: [DecodeStep]

    /// Creates the rule for a bare text.
    public init(name: String, family: ConsentStringFamily?, contains: [String], steps: [DecodeStep]) {
        self.name = name
        self.family = family
        self.contains = contains
        self.steps = steps
    }
}

extension TextInput {
    /// A consent string is told by its family and by having nothing but its alphabet in a first stretch, so that one
    /// that is damaged further on still finds the adapter that can say what is wrong.
    func score(of text: String) -> Int {
        guard contains.allSatisfy({ TextEncodings.contains(text, $0) }) else { return 0 }
        guard let family else { return 70 }
        let start = text.utf8.prefix(20)
        guard ConsentStringFamily.detect(text) == family, start.allSatisfy(Self.isStringByte) else { return 0 }
        return text.utf8.allSatisfy(Self.isStringByte) ? 80 : 60
    }

    private static func isStringByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "~"):
            true
        default:
            false
        }
    }
}

extension PayloadInput {
    /// How well a payload fits this form, from 0 (not at all) to 100, judged without decoding it.
    public func score(of item: RawItem) -> Int {
        switch (self, item.payload) {
        case (.cookies(let inputs), .text(let text)):
            guard let header = try? CookieHeader(text) else { return 0 }
            guard Self.isComplete(inputs, in: header) else { return 0 }
            let names = Set(header.cookies.map(\.name))
            let optional = inputs.contains { !$0.isRequired && names.contains($0.cookie) }
            return optional ? 95 : 90
        case (.text(let input), .text(let text)):
            return input.score(of: text)
        case (.item(let required), .value(let value)):
            return required.allSatisfy { value[$0] != nil } ? 80 : 0
        case (.item(let required), .text(let text)):
            guard let value = try? Self.object(in: text) else { return 0 }
            return required.allSatisfy { value[$0] != nil } ? 80 : 0
        case (.cookies, .value), (.text, .value):
            return 0
        }
    }

    /// The payload's parts as one object of decoded values.
    ///
    /// - Returns: nil where the payload is not of this form.
    /// - Throws: ``TranslationError`` where it is and cannot be read.
    func values(of item: RawItem) throws(TranslationError) -> Value? {
        switch (self, item.payload) {
        case (.item, .value(let value)):
            return value
        case (.item(let required), .text(let text)):
            guard let value = try Self.object(in: text), required.allSatisfy({ value[$0] != nil }) else { return nil }
            return value
        case (.cookies(let inputs), .text(let text)):
            return try Self.values(of: inputs, in: text)
        case (.text(let input), .text(let text)):
            guard input.score(of: text) > 0 else { return nil }
            let value = try DecodeStep.run(input.steps, on: .text(text), path: input.name)
            return Self.object([(input.name, value), ("last", .text(input.name))])
        case (.cookies, .value), (.text, .value):
            return nil
        }
    }

    /// Whether every required cookie is there, of which there must be one.
    private static func isComplete(_ inputs: [CookieInput], in header: CookieHeader) -> Bool {
        let required = inputs.filter(\.isRequired)
        return !required.isEmpty
            && required.allSatisfy { input in header.cookies.contains { $0.name == input.cookie } }
    }

    /// The JSON object that a text is; nil where it is something else.
    private static func object(in text: String) throws(TranslationError) -> Value? {
        guard TextEncodings.trimmed(text).hasPrefix("{") else { return nil }
        return try Value(json: Array(text.utf8))
    }

    private static func values(of inputs: [CookieInput], in text: String) throws(TranslationError) -> Value? {
        guard let header = try CookieHeader(text), isComplete(inputs, in: header) else { return nil }
        var members: [(String, Value)] = []
        for input in inputs {
            guard let cookie = try header.cookie(named: input.cookie), input.isRequired || !cookie.value.isEmpty else {
                continue
            }
            members.append((input.name, try DecodeStep.run(input.steps, on: .text(cookie.value), path: input.name)))
            // Lets a rule tell a cookie that may have been cut off at the end of the payload from a complete one.
            if !cookie.isClosed { members.append(("last", .text(input.name))) }
        }
        return object(members)
    }

    private static func object(_ members: [(String, Value)]) -> Value {
        var object = ObjectValue()
        for (name, value) in members { _ = object.append(name, value) }
        return .object(object)
    }
}
