internal import BoundedJSON

/// The keys of a dump that start with `IAB`, taken out one by one by those who know what they mean.
struct MobileKeyDump {
    /// A value as the dump has it; `null` is the same as no key.
    enum Value: Equatable {
        case text(String)
        /// The number as it is written.
        case number(String)
        case flag(Bool)
        /// An object or a list, which no key has.
        case other
    }

    /// What was not taken yet.
    private(set) var values: [String: Value] = [:]
    var log = WarningLog()

    /// Reads a flat JSON object; members of other names are passed over, whatever they hold.
    ///
    /// - Throws: `tooLong` or `malformed` for what is none, or has a key twice.
    init(json bytes: [UInt8]) throws(ConsentStringError) {
        do throws(JSONError) {
            try read(bytes)
        } catch {
            throw ConsentStringError(
                code: error.code == .tooLarge ? .tooLong : .malformed,
                message: "This is no dump of keys. \(error.message) (byte \(error.byteOffset))"
            )
        }
    }

    private mutating func read(_ bytes: [UInt8]) throws(JSONError) {
        let limit = ConsentStringLimits.maxKeyDumpBytes
        var reader = JSONReader(bytes, limits: JSONLimits(maxBytes: limit, maxStringBytes: limit))
        guard try reader.next() == .beginObject else {
            throw JSONError(code: .unexpectedByte, message: "It must be one object.", byteOffset: 0)
        }
        var seen: Set<String> = []
        while case .key(let key) = try reader.next() {
            let name = reader.text(of: key)
            guard name.hasPrefix("IAB") else {
                try reader.skipValue()
                continue
            }
            guard seen.insert(name).inserted else {
                throw JSONError(
                    code: .unexpectedByte,
                    message: "A key is repeated; remove one.",
                    byteOffset: key.range.lowerBound
                )
            }
            values[name] = try Self.value(&reader)
        }
        _ = try reader.next()
    }

    private static func value(_ reader: inout JSONReader) throws(JSONError) -> Value? {
        let token = try reader.next()
        switch token {
        case .string(let text): return .text(reader.text(of: text))
        case .number(let number): return .number(reader.text(of: number))
        case .bool(let flag): return .flag(flag)
        case .null: return nil
        default:
            try reader.skipRest(of: token)
            return .other
        }
    }

    /// Takes a value as it is.
    mutating func take(_ name: String) -> Value? { values.removeValue(forKey: name) }

    /// Takes a consent string; nothing for a key that is not there or empty. What is no text is given as empty text,
    /// which every decoder refuses.
    mutating func text(_ name: String) -> String? {
        switch values.removeValue(forKey: name) {
        case .text(let text): return text.isEmpty ? nil : text
        case .number, .flag, .other: return ""
        case nil: return nil
        }
    }

    /// Takes a country: two letters A to Z.
    mutating func country(_ name: String) -> String? {
        guard let text = text(name) else { return nil }
        let letters = UInt8(ascii: "A")...UInt8(ascii: "Z")
        if text.utf8.count == 2, text.utf8.allSatisfy(letters.contains) { return text }
        warn(name, "is no country of two capital letters; it is left out")
        return nil
    }

    /// Takes an integer, written as a number or in digits.
    mutating func integer(_ name: String) -> Int? {
        switch values.removeValue(forKey: name) {
        case nil: return nil
        case .text(let text) where text.isEmpty: return nil
        case .text(let text), .number(let text):
            if let integer = Self.integer(text) { return integer }
        case .flag, .other: break
        }
        warn(name, "is no integer; it is left out")
        return nil
    }

    /// Takes a flag: 0 or 1 in any form.
    mutating func flag(_ name: String) -> Bool? {
        switch values.removeValue(forKey: name) {
        case nil: return nil
        case .text(let text) where text.isEmpty: return nil
        case .text("0"), .number("0"), .flag(false): return false
        case .text("1"), .number("1"), .flag(true): return true
        default: break
        }
        warn(name, "is neither 0 nor 1; it is left out")
        return nil
    }

    /// Takes the characters of a string with one position for each id; nothing for what is no text, or too long. A
    /// number is none: it has lost the zeros in front, and with them every position.
    mutating func positions(_ name: String) -> [UInt8]? {
        guard case .text(let text) = values.removeValue(forKey: name),
            text.utf8.count <= ConsentStringLimits.maxBitStringCharacters
        else { return nil }
        return Array(text.utf8)
    }

    /// Takes the characters of a bit string; none, which denies everything, if it has other characters than 0 and 1.
    private mutating func bits(_ name: String) -> [UInt8]? {
        guard values[name] != nil else { return nil }
        if let characters = positions(name), characters.allSatisfy({ (0x30...0x31).contains($0) }) {
            return characters
        }
        warn(name, "is no string of 0 and 1; it denies all that it is about")
        return []
    }

    /// Takes a bit string of purposes or special features.
    mutating func purposes(_ name: String) -> PurposeSet? {
        bits(name).map { PurposeSet(Self.ids(of: UInt8(ascii: "1"), in: $0)) }
    }

    /// Takes a bit string of vendors.
    mutating func vendors(_ name: String) -> VendorSet? {
        bits(name).map { VendorSet(Self.ids(of: UInt8(ascii: "1"), in: $0)) }
    }

    /// Tells that a key cannot be read, and what follows.
    mutating func warn(_ name: String, _ complaint: String) {
        log.add(.unreadableKey, "The value of \(name) \(complaint).")
    }

    /// The 1-based ids of the 0-based positions that have a character.
    static func ids(of character: UInt8, in characters: [UInt8]) -> some Sequence<Int> {
        characters.indices.lazy.filter { characters[$0] == character }.map { $0 + 1 }
    }

    /// An integer in ASCII digits, with a minus in front of a negative one.
    static func integer(_ text: String) -> Int? {
        let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
        return digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
    }
}
