extension VendorSet: CustomStringConvertible {
    /// The set as text of ranges, such as `1-16,20,33-40`; empty for the empty set.
    public var description: String {
        var text: [UInt8] = []
        text.append(addingCapacity: maxTextBytes) { (output: inout OutputSpan<UInt8>) in appendText(to: &output) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Bytes that writing ``description`` cannot exceed: a range is at most `65535-65535` and a comma, and the writer
    /// may put a few bytes too many before it takes them back.
    var maxTextBytes: Int { rangeCount * 12 + 16 }

    /// How many ranges there are.
    var rangeCount: Int {
        guard form == .bits else { return units.count }
        var count = 0
        var previous: UInt64 = 0
        for word in units.trimmed {
            // A run starts at each one that has no one before it.
            count &+= (word & ~(word &>> 1 | previous &<< 63)).nonzeroBitCount
            previous = word
        }
        return count
    }

    /// Appends the text of ``description``; there must be room for ``maxTextBytes``.
    ///
    /// The room is filled first and cut back afterwards, so that the writing loop keeps its position in a register
    /// instead of in the output.
    func appendText(to output: inout OutputSpan<UInt8>) {
        let (start, room) = (output.count, maxTextBytes)
        output.append(repeating: 0, count: room)
        var text = output.mutableSpan
        let units = units.array.span.extracting(0..<units.count)
        let end =
            form == .bits
            ? Self.write(runsOf: units, to: &text, at: start)
            : Self.write(ranges: units, to: &text, at: start)
        // Each range ends with a comma; the last one has none.
        output.removeLast(start + room - (end > start ? end - 1 : end))
    }

    private static func write(ranges: Span<UInt64>, to text: inout MutableSpan<UInt8>, at start: Int) -> Int {
        let digits = DecimalText.below10000
        var end = start
        for index in ranges.indices {
            let unit = ranges[index]
            end = write(Span16.first(unit), Span16.last(unit), to: &text, at: end, digits: digits.span)
        }
        return end
    }

    /// Writes the runs of ones: each word is cut at its changes from zero to one and back.
    private static func write(runsOf words: Span<UInt64>, to text: inout MutableSpan<UInt8>, at start: Int) -> Int {
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
    /// another one: whether it is cannot be foretold, and a wrong guess of the processor costs more than five bytes.
    @inline(__always)
    private static func write(
        _ first: Int,
        _ last: Int,
        to text: inout MutableSpan<UInt8>,
        at start: Int,
        digits: Span<UInt64>
    ) -> Int {
        guard last < 10_000 else { return writeLarge(first, last, to: &text, at: start) }
        var end = write(digits[first], to: &text, at: start)
        text[end] = UInt8(ascii: "-")
        let after = write(digits[last], to: &text, at: end &+ 1)
        end = last > first ? after : end
        text[end] = UInt8(ascii: ",")
        return end &+ 1
    }

    /// Writes an entry of the table of digits: four bytes always, of which those that count are kept.
    @inline(__always)
    private static func write(_ entry: UInt64, to text: inout MutableSpan<UInt8>, at start: Int) -> Int {
        text[start] = UInt8(truncatingIfNeeded: entry)
        text[start &+ 1] = UInt8(truncatingIfNeeded: entry &>> 8)
        text[start &+ 2] = UInt8(truncatingIfNeeded: entry &>> 16)
        text[start &+ 3] = UInt8(truncatingIfNeeded: entry &>> 24)
        return start &+ Int(truncatingIfNeeded: entry &>> 32)
    }

    /// Writes a range with an id of five digits; no vendor has one yet.
    private static func writeLarge(
        _ first: Int,
        _ last: Int,
        to text: inout MutableSpan<UInt8>,
        at start: Int
    ) -> Int {
        var end = start
        for byte in (first == last ? "\(first)," : "\(first)-\(last),").utf8 {
            text[end] = byte
            end &+= 1
        }
        return end
    }
}

/// The decimal text of small numbers.
enum DecimalText {
    /// For each number below 10,000 its digits, the first one in the lowest byte, and their number from bit 32 on.
    static let below10000: [UInt64] = (0..<10_000).map { number in
        var entry: UInt64 = 0
        var rest = UInt64(number)
        var length: UInt64 = 0
        repeat {
            entry = entry << 8 | (0x30 + rest % 10)
            rest /= 10
            length += 1
        } while rest > 0
        return entry | length << 32
    }
}
