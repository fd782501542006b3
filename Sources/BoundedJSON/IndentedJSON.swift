/// JSON text with two spaces a level, for people; the text must be compact and well formed.
package enum IndentedJSON {
    /// The same JSON over several lines.
    package static func text(_ compact: [UInt8]) -> String {
        var indented: [UInt8] = []
        var depth = 0
        var isInString = false
        var isEscaped = false
        for (index, byte) in compact.enumerated() {
            if isInString {
                indented.append(byte)
                isInString = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                continue
            }
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                indented.append(byte)
                if !isClosing(compact, index + 1) { breakLine(depth, &indented) }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if index > 0, !isOpening(compact[index - 1]) { breakLine(depth, &indented) }
                indented.append(byte)
            case UInt8(ascii: ","):
                indented.append(byte)
                breakLine(depth, &indented)
            case UInt8(ascii: ":"):
                indented += [byte, 0x20]
            default:
                indented.append(byte)
                isInString = byte == UInt8(ascii: "\"")
            }
        }
        return String(decoding: indented, as: UTF8.self) + "\n"
    }

    private static func breakLine(_ depth: Int, _ text: inout [UInt8]) {
        text.append(0x0A)
        text.append(contentsOf: repeatElement(0x20, count: 2 * max(0, depth)))
    }

    private static func isOpening(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") }

    private static func isClosing(_ text: [UInt8], _ index: Int) -> Bool {
        index < text.count && (text[index] == UInt8(ascii: "}") || text[index] == UInt8(ascii: "]"))
    }
}
