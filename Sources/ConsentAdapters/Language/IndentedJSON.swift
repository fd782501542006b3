/// JSON for people: a member a line, lists of plain values on one.
enum IndentedJSON {
    /// The same JSON with line ends and spaces.
    ///
    /// - Parameter bytes: JSON without white space between its parts, as `JSONWriter` makes it.
    static func text(of bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var isInString = false
        var isEscaped = false
        var depth = 0
        var at = 0
        let newLine = { text += [UInt8(ascii: "\n")] + Array(repeating: UInt8(ascii: " "), count: 2 * depth) }
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            if isInString {
                text.append(byte)
                isInString = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                continue
            }
            switch byte {
            case UInt8(ascii: "\""):
                isInString = true
                text.append(byte)
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if let end = plainEnd(of: bytes, from: at - 1) {
                    text += spaced(bytes[(at - 1)...end])
                    at = end + 1
                } else {
                    text.append(byte)
                    depth += 1
                    newLine()
                }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                newLine()
                text.append(byte)
            case UInt8(ascii: ","):
                text.append(byte)
                newLine()
            case UInt8(ascii: ":"):
                text += [byte, UInt8(ascii: " ")]
            default:
                text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self) + "\n"
    }

    /// Where a container ends that is an empty object or a list with no container in it.
    private static func plainEnd(of bytes: [UInt8], from start: Int) -> Int? {
        if bytes[start] == UInt8(ascii: "{") {
            return start + 1 < bytes.count && bytes[start + 1] == UInt8(ascii: "}") ? start + 1 : nil
        }
        var isInString = false
        for at in (start + 1)..<bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\""): isInString.toggle()
            // A list of texts with escapes in them is rare enough to be broken.
            case UInt8(ascii: "\\"): return nil
            case UInt8(ascii: "{") where !isInString, UInt8(ascii: "[") where !isInString: return nil
            case UInt8(ascii: "]") where !isInString: return at
            default: break
            }
        }
        return nil
    }

    private static func spaced(_ list: ArraySlice<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        var isInString = false
        for byte in list {
            if byte == UInt8(ascii: "\"") { isInString.toggle() }
            text.append(byte)
            if byte == UInt8(ascii: ","), !isInString { text.append(UInt8(ascii: " ")) }
        }
        return text
    }
}
