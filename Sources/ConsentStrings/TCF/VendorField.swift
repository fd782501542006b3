/// A vendor set as it stands in a segment, checked against the segment's end (TCF 2 string format, "MaxVendorId,
/// IsRangeEncoding, bit field or range section").
struct VendorField: Sendable {
    /// In a bit field the number of bits; in ranges a hint that real writers exceed.
    let maxVendorID: Int
    /// The first bit behind the field.
    let end: Int
    /// The ranges that were walked through; nothing for a bit field.
    let ranges: RangeEntries?

    /// What stands in front of the bits or entries.
    private struct Head {
        let maxVendorID: Int
        /// How many entries there are; nothing for a bit field.
        let entryCount: Int?
        /// The first bit behind.
        let end: Int

        @inline(__always)
        init(
            _ bits: some BitSource & ~Escapable,
            bitCount: Int,
            start: Int,
            of field: FieldName
        ) throws(ConsentStringError) {
            guard start &+ 17 <= bitCount else { throw field.truncated(start) }
            let head = bits.integer(at: start, count: 29)
            let (maxVendorID, isRange, count) = (head &>> 13, head & 0x1000 != 0, head & 0xFFF)
            self.maxVendorID = maxVendorID
            bits.note(.part(field.field.description))
            bits.note(.field("MaxVendorId", at: start, width: 16, .integer(maxVendorID)))
            let form = isRange ? "ranges" : "bits"
            bits.note(.field("IsRangeEncoding", at: start + 16, width: 1, .flag(isRange), meaning: form))
            guard !isRange else {
                guard start &+ 29 <= bitCount else { throw field.truncated(start &+ 17) }
                bits.note(.field("NumEntries", at: start + 17, width: 12, .integer(count)))
                entryCount = count
                end = start &+ 29
                return
            }
            guard start &+ 17 &+ maxVendorID <= bitCount else { throw field.truncated(start &+ 17) }
            entryCount = nil
            end = start &+ 17
        }
    }

    /// Looks for a vendor in the field that starts at `start`, without making the set.
    ///
    /// - Returns: whether it has the vendor, and the first bit behind the field.
    @inline(__always)
    static func find(
        _ vendor: Int,
        in bits: some BitSource & ~Escapable,
        bitCount: Int,
        start: Int,
        of field: FieldName
    ) throws(ConsentStringError) -> (isFound: Bool, end: Int) {
        let head = try Head(bits, bitCount: bitCount, start: start, of: field)
        guard let count = head.entryCount else {
            let isFound = vendor >= 1 && vendor <= head.maxVendorID && bits.bit(at: head.end &+ vendor &- 1)
            return (isFound, head.end &+ head.maxVendorID)
        }
        var entries = RangeEntries(start: head.end)
        var found = 0
        try entries.walk(bits, bitCount: bitCount, count: count, of: field) { first, last in
            found |= UInt(bitPattern: vendor &- first) <= UInt(bitPattern: last &- first) ? 1 : 0
        }
        return (vendor >= 1 && found != 0, entries.end)
    }

    /// Reads the field that starts at `start` into a set, whose memory is used again.
    static func read(
        _ bits: some BitSource & ~Escapable,
        bitCount: Int,
        start: Int,
        of field: FieldName,
        into vendors: inout VendorSet
    ) throws(ConsentStringError) -> VendorField {
        let head = try Head(bits, bitCount: bitCount, start: start, of: field)
        guard let count = head.entryCount else {
            vendors.read(field: bits, start: head.end, count: head.maxVendorID)
            return VendorField(maxVendorID: head.maxVendorID, end: head.end &+ head.maxVendorID, ranges: nil)
        }
        let entries = try vendors.read(entries: count, of: bits, bitCount: bitCount, start: head.end, name: field)
        return VendorField(maxVendorID: head.maxVendorID, end: entries.end, ranges: entries)
    }

    /// Tells what readers should know about the ranges.
    @inline(__always)
    func note(in log: inout WarningLog, of field: FieldName) {
        guard let ranges, ranges.zeroBit != nil || ranges.largest > maxVendorID else { return }
        note(ranges, in: &log, of: field)
    }

    private func note(_ ranges: RangeEntries, in log: inout WarningLog, of field: FieldName) {
        if let bit = ranges.zeroBit {
            log.add(.vendorIDZero, "Id 0 in the \(field.field) is no vendor and was left out.", bit: bit)
        }
        if ranges.largest > maxVendorID {
            log.add(
                .vendorIDBeyondMax,
                "The \(field.field) name an id beyond the MaxVendorId in front of them; it counts.",
                bit: ranges.start
            )
        }
    }
}

extension VendorSet {
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
