extension VendorSet: CustomStringConvertible {
    /// The set as text of ranges, such as `1-16,20,33-40`; empty for the empty set.
    public var description: String {
        var text: [UInt8] = []
        text.append(addingCapacity: maxTextBytes) { (output: inout OutputSpan<UInt8>) in appendText(to: &output) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Bytes that writing ``description`` cannot exceed: a range is at most `65535-65535` and a comma, and the writer
    /// stores eight bytes at a time.
    var maxTextBytes: Int { rangeCount * 12 + 16 }

    /// How many ranges there are.
    var rangeCount: Int {
        switch storage {
        case .ranges(let spans): return spans.count
        case .words(let words):
            var count = 0
            var previous: UInt64 = 0
            for word in words {
                // A run starts at each one that has no one before it.
                count &+= (word & ~(word &>> 1 | previous &<< 63)).nonzeroBitCount
                previous = word
            }
            return count
        }
    }

    /// Appends the text of ``description``; there must be room for ``maxTextBytes``.
    ///
    /// The room is filled first and cut back afterwards, so that the writing loop keeps its position in a register
    /// instead of in the output.
    func appendText(to output: inout OutputSpan<UInt8>) {
        let (start, room) = (output.count, maxTextBytes)
        output.append(repeating: 0, count: room)
        var text = output.mutableSpan
        var bytes = text.mutableBytes
        let end: Int
        switch storage {
        case .ranges(let spans): end = Self.write(spans.span, to: &bytes, at: start)
        case .words(let words): end = Self.write(runsOf: words.span, to: &bytes, at: start)
        }
        // Each range ends with a comma; the last one has none.
        output.removeLast(start + room - (end > start ? end - 1 : end))
    }

    private static func write(_ spans: Span<Span16>, to text: inout MutableRawSpan, at start: Int) -> Int {
        let digits = DecimalText.below10000
        var end = start
        for index in spans.indices {
            let span = spans[index]
            end = write(Int(span.first), Int(span.last), to: &text, at: end, digits: digits.span)
        }
        return end
    }

    /// Writes the runs of ones: each word is cut at its changes from zero to one and back.
    private static func write(runsOf words: Span<UInt64>, to text: inout MutableRawSpan, at start: Int) -> Int {
        let digits = DecimalText.below10000
        var end = start
        var first = 0
        for index in words.indices {
            let word = words[index]
            var changes = word ^ (word &>> 1 | (first > 0 ? 1 &<< 63 : 0))
            while changes != 0 {
                let bit = changes.leadingZeroBitCount
                changes &= ~(1 &<< UInt64(truncatingIfNeeded: 63 &- bit))
                let id = index &<< 6 &+ bit
                if first == 0 {
                    first = id &+ 1
                } else {
                    end = write(first, id, to: &text, at: end, digits: digits.span)
                    first = 0
                }
            }
        }
        if first > 0 { end = write(first, words.count &<< 6, to: &text, at: end, digits: digits.span) }
        return end
    }

    /// Writes one range, or the id if it is one, and a comma. The second id is written always and kept only if it is
    /// another one: whether it is cannot be foretold, and a wrong guess of the processor costs more than a store.
    @inline(__always)
    private static func write(
        _ first: Int, _ last: Int, to text: inout MutableRawSpan, at start: Int, digits: Span<UInt64>
    ) -> Int {
        let isRange = last > first
        let separator: UInt64 = isRange ? UInt64(UInt8(ascii: "-")) : UInt64(UInt8(ascii: ","))
        let end = write(first, separator, to: &text, at: start, digits: digits)
        let after = write(last, UInt64(UInt8(ascii: ",")), to: &text, at: end, digits: digits)
        return isRange ? after : end
    }

    /// Writes an id and a separator: eight bytes at once, of which those that count are kept.
    @inline(__always)
    private static func write(
        _ id: Int, _ separator: UInt64, to text: inout MutableRawSpan, at start: Int, digits: Span<UInt64>
    ) -> Int {
        var bytes = digits[id < 10_000 ? id : id % 10_000]
        var length = bytes &>> 56
        if id >= 10_000 {
            // Behind a first digit the zeros in front count; they are missing in the table's entry.
            bytes = (bytes & 0xFFFF_FFFF) &<< (8 &* (4 &- length)) | 0x3030_3030 &>> (8 &* length)
            bytes = bytes &<< 8 | UInt64(truncatingIfNeeded: 0x30 &+ id / 10_000)
            length = 5
        }
        bytes = bytes & 0x00FF_FFFF_FFFF_FFFF | separator &<< (8 &* length)
        text.storeBytes(of: bytes.littleEndian, toByteOffset: start, as: UInt64.self)
        return start &+ Int(truncatingIfNeeded: length) &+ 1
    }
}

/// The decimal text of small numbers.
enum DecimalText {
    /// For each number below 10,000 its digits, the first one in the lowest byte, and their number in the highest.
    static let below10000: [UInt64] = (0..<10_000).map { number in
        var entry: UInt64 = 0
        var rest = UInt64(number)
        var length: UInt64 = 0
        repeat {
            entry = entry << 8 | (0x30 + rest % 10)
            rest /= 10
            length += 1
        } while rest > 0
        return entry | length << 56
    }
}
