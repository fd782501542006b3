/// Text freed of what ``ConsentStringOptions/lenient`` forgives.
struct LenientText {
    private(set) var bytes: [UInt8]
    var log = WarningLog()

    /// Text as it is.
    init(untouched text: Span<UInt8>) {
        bytes = []
        bytes.reserveCapacity(text.count)
        for index in text.indices { bytes.append(text[index]) }
    }

    /// Cleans `text`: percent-encoding first, then white space, one pair of quotes, and, in strings of base64url, padding
    /// and alphabet.
    init(_ text: Span<UInt8>) {
        self.init(untouched: text)
        guard text.count <= ConsentStringLimits.maxTextBytes else { return }
        decodePercent()
        trimWhitespace()
        removeQuotes()
        switch ConsentStringFamily.detect(bytes.span) {
        case .tcf1, .tcf2, .gpp:
            removePadding()
            replaceStandardAlphabet()
        default: break
        }
    }

    /// Undoes one layer of percent-encoding. A `%` that is none stays, and the decoder refuses it.
    private mutating func decodePercent() {
        guard bytes.contains(UInt8(ascii: "%")) else { return }
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let high = Self.hexadecimal(bytes[index + 1]), let low = Self.hexadecimal(bytes[index + 2])
            {
                decoded.append(high << 4 | low)
                log.add(.percentEncoding, "The string was percent-encoded.", bit: nil)
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        bytes = decoded
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    private mutating func trimWhitespace() {
        let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
        guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) })
        else {
            bytes = []
            return
        }
        guard first > 0 || last < bytes.count - 1 else { return }
        bytes = Array(bytes[first...last])
        log.add(.surroundingWhitespace, "There was white space around the string.")
    }

    private mutating func removeQuotes() {
        guard bytes.count >= 2, let quote = bytes.first, quote == bytes.last,
            quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
        else { return }
        bytes = Array(bytes.dropFirst().dropLast())
        log.add(.quotes, "There were quotes around the string.")
    }

    /// Removes `=` at the end of segments and sections; elsewhere, and where nothing stands in front of it, it stays, and
    /// the decoder refuses it.
    private mutating func removePadding() {
        guard bytes.contains(UInt8(ascii: "=")) else { return }
        var kept: [UInt8] = []
        // Behind the last byte of the segment that is no padding.
        var end = 0
        for byte in bytes {
            if byte == UInt8(ascii: ".") || byte == UInt8(ascii: "~") {
                removePadding(&kept, from: end)
                kept.append(byte)
                end = kept.count
            } else {
                kept.append(byte)
                if byte != UInt8(ascii: "=") { end = kept.count }
            }
        }
        removePadding(&kept, from: end)
        bytes = kept
    }

    /// Removes what is left of a segment, unless it is all of it.
    private mutating func removePadding(_ kept: inout [UInt8], from end: Int) {
        guard end < kept.count, let last = kept.prefix(end).last, last != UInt8(ascii: "."), last != UInt8(ascii: "~")
        else { return }
        kept.removeSubrange(end...)
        log.add(.padding, "There was padding behind a segment.")
    }

    private mutating func replaceStandardAlphabet() {
        for index in bytes.indices where bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "/") {
            bytes[index] = bytes[index] == UInt8(ascii: "+") ? UInt8(ascii: "-") : UInt8(ascii: "_")
            log.add(.standardAlphabet, "The string was written in the + / alphabet instead of - _.")
        }
    }
}
