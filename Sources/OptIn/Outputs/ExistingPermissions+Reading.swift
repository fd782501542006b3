internal import BoundedJSON

extension ExistingPermissions {
    /// The values of the cookie in a header line, or the whole text if it is a value alone.
    static func values(in text: String) -> [String] {
        let trimmed = trimmed(text[...])
        if trimmed.hasPrefix("{") { return [String(trimmed)] }
        let line = withoutHeaderName(trimmed)
        let parts = line.split(separator: ";", omittingEmptySubsequences: false).map { Self.trimmed($0) }
        let prefix = OptInCookie.name + "="
        let found = parts.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
        if !found.isEmpty { return found }
        return parts.contains { $0.utf8.contains(UInt8(ascii: "=")) } ? [] : [String(line)]
    }

    private static func withoutHeaderName(_ text: Substring) -> Substring {
        for name in ["cookie:", "set-cookie:"] where text.prefix(name.count).lowercased() == name {
            return trimmed(text.dropFirst(name.count))
        }
        return text
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var utf8 = text.utf8
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        while let first = utf8.first, isSpace(first) { utf8 = utf8.dropFirst() }
        while let last = utf8.last, isSpace(last) { utf8 = utf8.dropLast() }
        return Substring(utf8)
    }

    /// `decodeURIComponent`; nil where an escape is cut or is none. Whether the bytes are UTF-8 the reader of them sees.
    static func percentDecoded(_ text: String) -> [UInt8]? {
        var decoded: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                decoded.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexadecimalDigit),
                let low = rest.popFirst().flatMap(hexadecimalDigit)
            else { return nil }
            decoded.append(high << 4 | low)
        }
        return decoded
    }

    private static func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The members of an object in the order in which JavaScript keeps them: whole numbers first, ascending, then as
    /// they come. Of a name that comes twice the last value counts, at the first place.
    static func members(of bytes: [UInt8]) throws(JSONError) -> [Member] {
        var reader = JSONReader(bytes, limits: ExportLimits.stored)
        guard try reader.next() == .beginObject else {
            throw JSONError(code: .unexpectedByte, message: "This is no JSON object.", byteOffset: 0)
        }
        var members: [Member] = []
        while case .key(let key) = try reader.next() {
            let name = reader.text(of: key)
            let json = try compactValue(&reader)
            if let index = members.firstIndex(where: { $0.name == name }) {
                members[index].json = json
            } else {
                members.append(Member(name: name, json: json))
            }
        }
        _ = try reader.next()
        let numbered = members.compactMap { member in arrayIndex(member.name).map { (index: $0, member: member) } }
        return numbered.sorted { $0.index < $1.index }.map(\.member) + members.filter { arrayIndex($0.name) == nil }
    }

    /// A key that JavaScript takes for the index of an array.
    private static func arrayIndex(_ name: String) -> UInt32? {
        guard let index = UInt32(name), index < .max, String(index) == name else { return nil }
        return index
    }

    /// The next value without white space.
    private static func compactValue(_ reader: inout JSONReader) throws(JSONError) -> String {
        var json = JSONWriter(capacity: 16)
        let outer = reader.depth
        repeat {
            switch try reader.next() {
            case .beginObject: json.beginObject()
            case .endObject: json.endObject()
            case .beginArray: json.beginArray()
            case .endArray: json.endArray()
            case .key(let key): json.key(reader.text(of: key))
            case .string(let text): json.string(reader.text(of: text))
            case .number(let number): json.raw(reader.text(of: number))
            case .bool(let flag): json.bool(flag)
            case .null: json.null()
            case .end: break
            }
        } while reader.depth > outer
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
