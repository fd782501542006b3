/// Where a vendor set stands in a segment, checked against the segment's end (TCF 2 string format, "MaxVendorId,
/// IsRangeEncoding, bit field or range section").
struct VendorField: Sendable {
    enum Form: Sendable {
        case bits(start: Int)
        case ranges(RangeEntries)
    }

    let form: Form
    /// In a bit field the number of bits; in ranges a hint that real writers exceed.
    let maxVendorID: Int
    /// The first bit behind the field.
    let end: Int
    /// Whether the vendor that was looked for is set.
    let hasVendor: Bool

    /// Finds the field that starts at `start`.
    ///
    /// - Parameter vendor: an id to look for on the way; 0 for none.
    @inline(__always)
    init(
        _ words: some BitSource & ~Escapable,
        bitCount: Int,
        start: Int,
        vendor: Int = 0,
        of field: FieldName
    ) throws(ConsentStringError) {
        guard start &+ 17 <= bitCount else { throw field.truncated(start) }
        let head = words.integer(at: start, count: 17)
        maxVendorID = head &>> 1
        if head & 1 == 0 {
            end = start &+ 17 &+ maxVendorID
            guard end <= bitCount else { throw field.truncated(start &+ 17) }
            form = .bits(start: start &+ 17)
            hasVendor = vendor >= 1 && vendor <= maxVendorID && words.bit(at: start &+ 16 &+ vendor)
        } else {
            guard start &+ 29 <= bitCount else { throw field.truncated(start &+ 17) }
            let entries = try RangeEntries(
                words,
                bitCount: bitCount,
                start: start &+ 29,
                count: words.integer(at: start &+ 17, count: 12),
                vendor: vendor,
                of: field
            )
            end = entries.end
            hasVendor = vendor >= 1 && entries.hasVendor
            form = .ranges(entries)
        }
    }

    /// The set.
    func vendors(in words: some BitSource & ~Escapable, memory: inout VendorSetMemory) -> VendorSet {
        switch form {
        case .bits(let start):
            return VendorSet(field: words, start: start, count: maxVendorID, memory: &memory)
        case .ranges(let entries):
            guard entries.count > 0 else { return VendorSet() }
            return entries.vendors(in: words, memory: &memory)
        }
    }

    /// Tells what readers should know about the ranges.
    func note(in log: inout WarningLog, of field: FieldName) {
        guard case .ranges(let entries) = form else { return }
        if let bit = entries.zeroBit {
            log.add(.vendorIDZero, "Id 0 in the \(field.field) is no vendor and was left out.", bit: bit)
        }
        if entries.largest > maxVendorID {
            log.add(
                .vendorIDBeyondMax,
                "The \(field.field) name an id beyond the MaxVendorId in front of them; it counts.",
                bit: entries.start
            )
        }
    }
}

extension VendorSet {
    /// A bit field of `count` bits that starts at bit `start`.
    init(field words: some BitSource & ~Escapable, start: Int, count: Int) {
        var memory = VendorSetMemory()
        self.init(field: words, start: start, count: count, memory: &memory)
    }

    /// A bit field of `count` bits that starts at bit `start`, moved to the start of a word, with zeros behind the last.
    init(field words: some BitSource & ~Escapable, start: Int, count: Int, memory: inout VendorSetMemory) {
        guard count > 0 else {
            self.init()
            return
        }
        let wordCount = (count &+ 63) &>> 6
        var result = memory.takeWords()
        result.append(addingCapacity: wordCount) { (output: inout OutputSpan<UInt64>) in
            for index in 0..<wordCount &- 1 { output.append(words.bits(at: start &+ index &<< 6, count: 64)) }
            let tail = count &- (wordCount &- 1) &<< 6
            let last = words.bits(at: start &+ (wordCount &- 1) &<< 6, count: tail)
            output.append(last &<< UInt64(truncatingIfNeeded: 64 &- tail))
        }
        self.init(words: result)
    }

    /// The ids from 1 to `largest` that are not in this set.
    func complement(upTo largest: Int) -> VendorSet {
        var gaps: [ClosedRange<Int>] = []
        var next = 1
        for range in ranges {
            if range.lowerBound > next { gaps.append(next...range.lowerBound - 1) }
            next = range.upperBound + 1
        }
        if next <= 65_535 { gaps.append(next...65_535) }
        return VendorSet(
            ranges: gaps.compactMap { $0.lowerBound <= largest ? $0.clamped(to: 1...Swift.max(largest, 1)) : nil }
        )
    }
}
