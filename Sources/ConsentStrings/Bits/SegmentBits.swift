/// The bits of one segment, decoded into memory that is reused from string to string.
///
/// They are kept as 64-bit words, the first bit of the segment as the highest bit of the first word, so that any field
/// up to 64 bits wide is two word reads away wherever it starts.
struct SegmentBits: SegmentSource {
    /// The bits, followed by at least two spare words so that reads past the last field stay inside the array.
    private(set) var words: [UInt64] = []
    /// How many bits the segment has: six for each character.
    private(set) var bitCount = 0

    @inline(__always)
    func bits(at position: Int, count: Int) -> UInt64 { words.span.bits(at: position, count: count) }

    static func firstForeign(in text: Span<UInt8>, from start: Int) -> Int {
        Base64URL.firstForeign(in: text, from: start)
    }

    mutating func load(_ text: Span<UInt8>, from start: Int) -> Int {
        let wordCount = (text.count - start) / 32 * 3 + 8
        if words.count < wordCount {
            words = [UInt64](repeating: 0, count: wordCount * 2)
        }
        let entries = Base64URL.table
        let table = entries.span
        var output = words.mutableSpan
        var at = start
        var index = 0
        var word: UInt64 = 0
        var used: UInt64 = 0
        while at &+ 8 <= text.count, let bits = Base64URL.eight(text, at: at, in: table) {
            word |= bits &>> used
            if used >= 16 {
                output[index] = word
                index &+= 1
                word = bits &<< (64 &- used)
                used &-= 16
            } else {
                used &+= 48
            }
            at &+= 8
        }
        // The last characters, fewer than eight, fill the word and perhaps the next one.
        let tail = Base64URL.fewer(text, at: &at, in: table)
        output[index] = word | tail &>> used
        output[index &+ 1] = used == 0 ? 0 : tail &<< (64 &- used)
        output[index &+ 2] = 0
        output[index &+ 3] = 0
        bitCount = 6 &* (at &- start)
        return at
    }
}
