extension Span<UInt8> {
    /// The first byte from `start` on that is no white space, or the end of the text.
    @inline(__always)
    func spaceEnd(from start: Int) -> Int {
        var at = start
        while at < count {
            switch self[at] {
            case 0x20, 0x0A, 0x0D, 0x09: at &+= 1
            default: return at
            }
        }
        return at
    }

    /// The first byte from `start` on that is not plain ASCII content of a JSON string: a quote, a backslash, a control
    /// character or a byte of a longer scalar. The end of the text where all are.
    ///
    /// Looks at eight bytes at once, since most of what a payload has are strings that nobody asks for.
    @inline(__always)
    func plainEnd(from start: Int) -> Int {
        var rest = extracting(droppingFirst: start)
        while rest.count >= 8 {
            let marks = Self.marks(in: rest.firstEight)
            if marks != 0 { return count &- rest.count &+ marks.trailingZeroBitCount &>> 3 }
            rest = rest.extracting(droppingFirst: 8)
        }
        var at = count &- rest.count
        while at < count, Self.isPlain(self[at]) { at &+= 1 }
        return at
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x80 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    /// The highest bit of each byte that is not plain. Above the lowest mark others may be wrong, since a subtraction
    /// carries on into the next byte; the lowest one is right.
    private static func marks(in word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = word ^ ones &* UInt64(UInt8(ascii: "\""))
        let backslashes = word ^ ones &* UInt64(UInt8(ascii: "\\"))
        let controls = word &- ones &* 0x20
        return ((quotes &- ones) | (backslashes &- ones) | controls | word) & (ones &* 0x80)
    }

    /// The first eight bytes, the first one lowest; there must be so many. The compiler makes one load of it.
    private var firstEight: UInt64 {
        let low = UInt64(self[0]) | UInt64(self[1]) &<< 8 | UInt64(self[2]) &<< 16 | UInt64(self[3]) &<< 24
        let high = UInt64(self[4]) | UInt64(self[5]) &<< 8 | UInt64(self[6]) &<< 16 | UInt64(self[7]) &<< 24
        return low | high &<< 32
    }
}
