/// Looks for aliases in a text before it is composed.
///
/// Composing replaces an alias by what it stands for and, for keys, looks at all of it: thirty short lines of aliases
/// of aliases would keep it busy for ever. A file with a few is composed and the alias told with its place.
enum AliasScan {
    /// The place of the first alias of a text that has more of them than can do harm; nil for every other text.
    ///
    /// What looks like an alias is a star where a value may start, with a name behind it. That can stand in a text over
    /// several lines too, though hardly so often.
    static func excess(in text: String) -> YAMLNode.Position? {
        var first: YAMLNode.Position?
        var count = 0
        var position = (line: 1, column: 1)
        var before = UInt8(ascii: "\n")
        var isAfterStar = false
        for byte in text.utf8 {
            if isAfterStar, isNameByte(byte) {
                count += 1
                first = first ?? YAMLNode.Position(line: position.line, column: position.column - 1)
            }
            isAfterStar = byte == UInt8(ascii: "*") && " \t\r\n,[{".utf8.contains(before)
            before = byte
            if byte == UInt8(ascii: "\n") {
                position = (position.line + 1, 1)
            } else if byte & 0xC0 != 0x80 {
                position.column += 1
            }
        }
        return count > AdapterLimits.maxAliases ? first : nil
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte > 0x20 && !",[]{}".utf8.contains(byte)
    }
}
