/// Writes ordered JSON text into a buffer that is used again and again.
///
/// The caller opens and closes in order; commas are put by the writer. Members come out in the order in which they
/// were written, and nothing is checked twice: a repeated key or a missing end is the caller's fault.
public struct JSONWriter: Sendable {
    /// The text so far.
    public private(set) var bytes: [UInt8]
    private var needsComma = false

    /// Creates a writer with room for `capacity` bytes.
    public init(capacity: Int = 4096) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// A copy of the text that takes no more memory than it needs, while the writer keeps its own.
    public func copy() -> [UInt8] {
        var copy: [UInt8] = []
        copy.reserveCapacity(bytes.count)
        copy.append(contentsOf: bytes)
        return copy
    }

    /// Forgets the text and keeps its memory.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
    }

    /// Opens an object.
    public mutating func beginObject() { open(UInt8(ascii: "{")) }

    /// Closes an object.
    public mutating func endObject() { close(UInt8(ascii: "}")) }

    /// Opens an array.
    public mutating func beginArray() { open(UInt8(ascii: "[")) }

    /// Closes an array.
    public mutating func endArray() { close(UInt8(ascii: "]")) }

    /// Writes the name of a member; its value must follow.
    public mutating func key(_ name: String) {
        quote(name, isKey: true)
        needsComma = false
    }

    /// Writes a string.
    public mutating func string(_ value: String) {
        quote(value, isKey: false)
    }

    /// Writes a string given as well-formed UTF-8.
    public mutating func string(utf8 value: Span<UInt8>) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        appendEscaped(value)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a string that `body` makes in place, for text that is put together from small pieces.
    ///
    /// `body` must write at most `maxBytes` bytes, all of them ASCII without quotes, backslashes and control characters.
    public mutating func plainString(maxBytes: Int, _ body: (inout OutputSpan<UInt8>) -> Void) {
        separate()
        bytes.append(addingCapacity: maxBytes + 2) { (output: inout OutputSpan<UInt8>) in
            output.append(UInt8(ascii: "\""))
            body(&output)
            output.append(UInt8(ascii: "\""))
        }
    }

    /// Writes an integer.
    public mutating func integer(_ value: Int64) {
        separate()
        bytes.append(addingCapacity: 20) { (output: inout OutputSpan<UInt8>) in
            if value < 0 { output.append(UInt8(ascii: "-")) }
            output.append(decimal: value.magnitude)
        }
    }

    /// Writes an integer.
    public mutating func integer(_ value: Int) { integer(Int64(value)) }

    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }

    /// Writes `null`.
    public mutating func null() { raw("null") }

    /// Writes a value that is JSON text already, such as a number kept as it was read.
    public mutating func raw(_ json: String) {
        separate()
        bytes.append(contentsOf: json.utf8)
    }

    /// Ends a line, so that the next value starts a new JSON text.
    public mutating func newline() {
        bytes.append(0x0A)
        needsComma = false
    }

    /// Copies a prepared key, which starts with the comma that the first member of an object does not have.
    mutating func append(prepared text: [UInt8]) {
        if needsComma { bytes.append(contentsOf: text) } else { bytes.append(contentsOf: text.dropFirst()) }
        needsComma = false
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    /// Puts the comma before a value or key that is not the first; marks that one follows.
    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    /// Most bytes of a text that is written byte by byte, which for a few is faster than to copy them.
    private static let shortText = 16

    private mutating func quote(_ text: String, isKey: Bool) {
        if #available(macOS 26, *), text.utf8.count <= Self.shortText {
            let isWritten = quotePlain(text.utf8.span, isKey: isKey)
            if isWritten { return }
        }
        separate()
        bytes.append(UInt8(ascii: "\""))
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        if Self.hasEscapes(bytes.span.extracting(start...)) {
            bytes.removeSubrange(start...)
            for byte in text.utf8 { appendEscaped(byte) }
        }
        bytes.append(UInt8(ascii: "\""))
        if isKey { bytes.append(UInt8(ascii: ":")) }
    }

    /// Writes a short text that needs no escapes.
    ///
    /// - Returns: false, and nothing is written, for a text that does.
    private mutating func quotePlain(_ text: Span<UInt8>, isKey: Bool) -> Bool {
        for index in text.indices where Self.isEscaped(text[index]) { return false }
        let isFurther = needsComma
        bytes.append(addingCapacity: Self.shortText + 4) { (output: inout OutputSpan<UInt8>) in
            if isFurther { output.append(UInt8(ascii: ",")) }
            output.append(UInt8(ascii: "\""))
            for index in text.indices { output.append(text[index]) }
            output.append(UInt8(ascii: "\""))
            if isKey { output.append(UInt8(ascii: ":")) }
        }
        needsComma = true
        return true
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func appendEscaped(_ value: Span<UInt8>) {
        guard !Self.hasEscapes(value) else {
            for index in value.indices { appendEscaped(value[index]) }
            return
        }
        let count = value.count
        bytes.append(addingCapacity: count) { (output: inout OutputSpan<UInt8>) in
            for index in 0..<count { output.append(value[index]) }
        }
    }

    private static func hasEscapes(_ text: Span<UInt8>) -> Bool {
        // No way out of the loop and no branch in it, so that many bytes are looked at at once.
        var found: UInt8 = 0
        for index in text.indices {
            let byte = text[index]
            let isControl: UInt8 = byte < 0x20 ? 1 : 0
            let isQuote: UInt8 = byte == UInt8(ascii: "\"") ? 1 : 0
            let isBackslash: UInt8 = byte == UInt8(ascii: "\\") ? 1 : 0
            found |= isControl | isQuote | isBackslash
        }
        return found != 0
    }

    /// RFC 8259 section 7: the quote, the backslash and the control characters; everything else stands as it is.
    private mutating func appendEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case 0x08: bytes.append(contentsOf: "\\b".utf8)
        case 0x09: bytes.append(contentsOf: "\\t".utf8)
        case 0x0A: bytes.append(contentsOf: "\\n".utf8)
        case 0x0C: bytes.append(contentsOf: "\\f".utf8)
        case 0x0D: bytes.append(contentsOf: "\\r".utf8)
        case 0x00..<0x20:
            bytes.append(contentsOf: "\\u00".utf8)
            bytes.append(byte < 0x10 ? 0x30 : 0x31)
            let low = byte & 0x0F
            bytes.append(low < 10 ? 0x30 + low : 0x57 + low)
        default: bytes.append(byte)
        }
    }
}

extension OutputSpan where Element == UInt8 {
    /// Appends a number in decimal digits; there must be room for them.
    public mutating func append(decimal value: UInt64) {
        if value >= 10_000 { append(decimal: value / 10_000) }
        let low = UInt32(truncatingIfNeeded: value % 10_000)
        let isPadded = value >= 10_000
        if isPadded || low >= 1_000 { append(0x30 &+ UInt8(truncatingIfNeeded: low / 1_000)) }
        if isPadded || low >= 100 { append(0x30 &+ UInt8(truncatingIfNeeded: low / 100 % 10)) }
        if isPadded || low >= 10 { append(0x30 &+ UInt8(truncatingIfNeeded: low / 10 % 10)) }
        append(0x30 &+ UInt8(truncatingIfNeeded: low % 10))
    }
}
