extension JSONReader {
    /// Takes the name of the next member of the innermost object; nil where the object ends, which is taken then.
    ///
    /// As ``next()``, for whoever reads one member after the other.
    package mutating func nextKey() throws(JSONError) -> JSONText? {
        if case .separatorOrEnd = state, let key = keyBehindComma() {
            level.members += 1
            state = .memberValue
            position = key.end
            return key.name
        }
        guard case .key(let name) = try next() else { return nil }
        return name
    }

    /// The name of a further member of an object; nil where there is none, or anything is wrong with it.
    private func keyBehindComma() -> (name: JSONText, end: Int)? {
        let text = bytes.span
        let comma = text.spaceEnd(from: position)
        guard level.isObject, level.members < limits.maxMembers, comma < text.count, text[comma] == UInt8(ascii: ",")
        else { return nil }
        return key(in: text, from: comma &+ 1)
    }

    /// A member's name, and the first byte behind its colon.
    @inline(__always)
    func key(in text: Span<UInt8>, from start: Int) -> (name: JSONText, end: Int)? {
        let quote = text.spaceEnd(from: start)
        guard quote < text.count, text[quote] == UInt8(ascii: "\""), let name = string(in: text, from: quote) else {
            return nil
        }
        let colon = text.spaceEnd(from: name.range.upperBound &+ 1)
        guard colon < text.count, text[colon] == UInt8(ascii: ":") else { return nil }
        return (name, colon &+ 1)
    }

    /// A string whose opening quote stands at `quote`.
    @inline(__always)
    func string(in text: Span<UInt8>, from quote: Int) -> JSONText? {
        let end = text.plainEnd(from: quote &+ 1)
        // Most strings are plain and short enough.
        if end < text.count, text[end] == UInt8(ascii: "\""), end &- quote <= limits.maxStringBytes {
            return JSONText(range: quote &+ 1..<end, hasEscapes: false)
        }
        guard let (end, hasEscapes) = try? stringEnd(from: quote &+ 1) else { return nil }
        return JSONText(range: quote &+ 1..<end, hasEscapes: hasEscapes)
    }
}
