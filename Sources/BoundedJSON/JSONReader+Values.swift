extension JSONReader {
    /// The value of a string or key that this reader gave.
    public func text(of text: JSONText) -> String {
        guard text.hasEscapes else { return String(decoding: bytes[text.range], as: UTF8.self) }
        var decoded: [UInt8] = []
        appendUTF8(of: text, to: &decoded)
        return String(decoding: decoded, as: UTF8.self)
    }

    /// Appends the UTF-8 of a string or key that this reader gave, its escapes undone.
    public func appendUTF8(of text: JSONText, to buffer: inout [UInt8]) {
        guard text.hasEscapes else {
            buffer.append(contentsOf: bytes[text.range])
            return
        }
        buffer.reserveCapacity(buffer.count + text.range.count)
        var at = text.range.lowerBound
        while at < text.range.upperBound {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\\") {
                at = appendEscape(at: at, to: &buffer)
            } else {
                buffer.append(byte)
                at += 1
            }
        }
    }

    /// Whether a string or key has exactly this value; cheaper than making a `String` for a comparison.
    public func isEqual(_ text: JSONText, to value: String) -> Bool {
        guard !text.hasEscapes else { return self.text(of: text) == value }
        let utf8 = value.utf8
        return utf8.count == text.range.count && bytes[text.range].elementsEqual(utf8)
    }

    /// Whether a string or key has exactly this value, given as UTF-8.
    package func isEqual(_ text: JSONText, toUTF8 value: Span<UInt8>) -> Bool {
        guard !text.hasEscapes else {
            var bytes: [UInt8] = []
            for index in value.indices { bytes.append(value[index]) }
            return self.text(of: text) == String(decoding: bytes, as: UTF8.self)
        }
        guard text.range.count == value.count else { return false }
        let own = bytes.span.extracting(text.range)
        for index in own.indices where own[index] != value[index] { return false }
        return true
    }

    /// The number as it is written.
    public func text(of number: JSONNumber) -> String {
        String(decoding: bytes[number.range], as: UTF8.self)
    }

    /// The number if it is written as an integer and fits 64 bits. `1.0` and `1e2` are not integers here.
    public func integer(of number: JSONNumber) -> Int64? {
        guard number.isInteger else { return nil }
        var at = number.range.lowerBound
        let isNegative = bytes[at] == UInt8(ascii: "-")
        if isNegative { at += 1 }
        var value: Int64 = 0
        while at < number.range.upperBound {
            let digit = Int64(bytes[at]) - 0x30
            let (tens, overflowed) = value.multipliedReportingOverflow(by: 10)
            let (next, lost) =
                isNegative
                ? tens.subtractingReportingOverflow(digit) : tens.addingReportingOverflow(digit)
            if overflowed || lost { return nil }
            value = next
            at += 1
        }
        return value
    }

    /// Undoes one escape that has been checked; returns the place behind it.
    private func appendEscape(at: Int, to buffer: inout [UInt8]) -> Int {
        switch bytes[at + 1] {
        case UInt8(ascii: "b"): buffer.append(0x08)
        case UInt8(ascii: "f"): buffer.append(0x0C)
        case UInt8(ascii: "n"): buffer.append(0x0A)
        case UInt8(ascii: "r"): buffer.append(0x0D)
        case UInt8(ascii: "t"): buffer.append(0x09)
        case UInt8(ascii: "u"):
            let unit = checkedUnit(at: at + 2)
            guard (0xD800...0xDBFF).contains(unit) else {
                append(scalar: unit, to: &buffer)
                return at + 6
            }
            let low = checkedUnit(at: at + 8)
            append(scalar: 0x10000 + ((unit - 0xD800) << 10) + (low & 0x3FF), to: &buffer)
            return at + 12
        case let byte: buffer.append(byte)
        }
        return at + 2
    }

    private func checkedUnit(at start: Int) -> UInt32 {
        var unit: UInt32 = 0
        for at in start..<start + 4 { unit = unit << 4 | (hexadecimalValue(bytes[at]) ?? 0) }
        return unit
    }

    private func append(scalar: UInt32, to buffer: inout [UInt8]) {
        guard let scalar = Unicode.Scalar(scalar) else { return }
        for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { buffer.append(byte) }
    }
}
