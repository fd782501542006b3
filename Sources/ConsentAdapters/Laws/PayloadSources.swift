/// The sources that a payload is put together from: cookies of a header, lines of a jar, members of a JSON object,
/// elements of a list. Each could be missing, and what is left would be a payload all the same.
struct PayloadSources: Sendable {
    private let bytes: [UInt8]
    /// The bytes of each source, in order, without what divides them.
    private let ranges: [Range<Int>]

    init(_ payload: String) {
        bytes = Array(payload.utf8)
        switch bytes.first(where: { !" \t\r\n".utf8.contains($0) }) {
        case UInt8(ascii: "{"), UInt8(ascii: "["): ranges = Self.members(in: bytes)
        default:
            let isJar = bytes.contains(UInt8(ascii: "\t"))
            ranges = Self.parts(of: bytes, at: isJar ? UInt8(ascii: "\n") : UInt8(ascii: ";"))
        }
    }

    /// The payload without the source that a byte belongs to; nil where there is no other.
    func without(sourceAt place: Int) -> String? {
        guard ranges.count > 1, let index = ranges.firstIndex(where: { $0.upperBound >= place }) else { return nil }
        // What divides it from the next goes too, or for the last one what divides it from the one before.
        let isLast = index == ranges.count - 1
        let start = isLast ? ranges[index - 1].upperBound : ranges[index].lowerBound
        let end = isLast ? ranges[index].upperBound : ranges[index + 1].lowerBound
        return String(decoding: bytes[..<start] + bytes[end...], as: UTF8.self)
    }

    private static func parts(of bytes: [UInt8], at divider: UInt8) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = 0
        for (at, byte) in bytes.enumerated() where byte == divider {
            parts.append(start..<at)
            start = at + 1
        }
        return parts + [start..<bytes.count]
    }

    /// The members or elements of the outermost container that has several.
    private static func members(in bytes: [UInt8]) -> [Range<Int>] {
        var ranges = [bytes.indices]
        while ranges.count == 1, let open = opening(in: ranges[0], of: bytes) {
            ranges = members(behind: open, in: bytes)
        }
        return ranges
    }

    /// Where the first container within a range opens.
    private static func opening(in range: Range<Int>, of bytes: [UInt8]) -> Int? {
        var text = JSONTextState()
        return range.first { at in
            !text.isInString(bytes[at]) && (bytes[at] == UInt8(ascii: "{") || bytes[at] == UInt8(ascii: "["))
        }
    }

    private static func members(behind open: Int, in bytes: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var text = JSONTextState()
        var depth = 0
        var start = open + 1
        for at in start..<bytes.count where !text.isInString(bytes[at]) {
            switch bytes[at] {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return ranges + [start..<at] }
                depth -= 1
            case UInt8(ascii: ",") where depth == 0:
                ranges.append(start..<at)
                start = at + 1
            default: break
            }
        }
        return ranges + [start..<bytes.count]
    }
}

/// Tells the bytes of JSON that stand in strings from the others.
private struct JSONTextState {
    private var isOpen = false
    private var isEscaped = false

    /// Whether the next byte belongs to a string, its quotes too.
    mutating func isInString(_ byte: UInt8) -> Bool {
        let isQuote = byte == UInt8(ascii: "\"") && !isEscaped
        let isInside = isOpen || isQuote
        if isQuote { isOpen.toggle() }
        isEscaped = isOpen && !isEscaped && byte == UInt8(ascii: "\\")
        return isInside
    }
}
