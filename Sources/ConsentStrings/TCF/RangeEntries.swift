/// Entries of ids, each checked against the end of its segment: 1 bit single or range, then one id of 16 bits or two.
/// The same form serves vendor fields of TCF 1 and 2 and publisher restrictions.
struct RangeEntries: Sendable {
    /// The first bit of the first entry.
    let start: Int
    /// The first bit behind the last entry.
    let end: Int
    /// The largest id of all entries.
    let largest: Int
    /// Where id 0 was met, if it was.
    let zeroBit: Int?

    /// Walks through `count` entries and calls `body` with the first and the last id of each.
    ///
    /// - Throws: `truncated` if the segment ends before the last entry, `invertedRange` if a range ends below its start.
    ///   Dropping such a range would widen what a restriction permits, so it is a fault of the whole segment.
    @inline(__always)
    init(
        _ bits: some BitSource & ~Escapable,
        bitCount: Int,
        start: Int,
        count: Int,
        of field: FieldName,
        _ body: (_ first: Int, _ last: Int) -> Void
    ) throws(ConsentStringError) {
        var at = start
        var largest = 0
        var zeroBit: Int?
        for _ in 0..<count {
            guard at &+ 17 <= bitCount else { throw field.truncated(at) }
            let entry = bits.integer(at: at, count: 33)
            let isRange = entry &>> 32
            let first = (entry &>> 16) & 0xFFFF
            // Whether it is a range cannot be foretold, so nothing branches on it.
            let last = first ^ (first ^ entry) & (0 &- isRange) & 0xFFFF
            let next = at &+ 17 &+ isRange &<< 4
            guard next <= bitCount else { throw field.truncated(at) }
            guard first <= last else { throw field.inverted(at) }
            if first == 0 { zeroBit = zeroBit ?? at }
            if last > largest { largest = last }
            body(first, last)
            at = next
        }
        self.start = start
        self.end = at
        self.largest = largest
        self.zeroBit = zeroBit
    }

    /// Walks through `count` entries and collects them as spans in their order, without id 0, into an empty array.
    ///
    /// - Returns: the entries, and whether the spans ascend, neither overlapping nor adjacent.
    static func collect(
        _ bits: some BitSource & ~Escapable,
        bitCount: Int,
        start: Int,
        count: Int,
        of field: FieldName,
        into spans: inout [VendorSet.Span16]
    ) throws(ConsentStringError) -> (entries: RangeEntries, isMerged: Bool) {
        var disorder = 0
        var entries: RangeEntries?
        // No more room than the segment has bits for, whatever the count says.
        let room = min(count, max(bitCount &- start, 0) / 17)
        try spans.append(addingCapacity: room) { (output: inout OutputSpan<VendorSet.Span16>) throws(ConsentStringError) in
            var beyond = 0
            entries = try RangeEntries(bits, bitCount: bitCount, start: start, count: count, of: field) { first, last in
                let low = max(first, 1)
                disorder |= low <= beyond ? 1 : 0
                beyond = last &+ 1
                guard last > 0 else { return }
                output.append(
                    VendorSet.Span16(first: UInt16(truncatingIfNeeded: low), last: UInt16(truncatingIfNeeded: last))
                )
            }
        }
        return (entries!, disorder == 0)
    }
}

/// The name of a field and its segment, for messages.
struct FieldName: Sendable {
    let field: StaticString
    let segment: StaticString

    func truncated(_ bit: Int) -> ConsentStringError {
        ConsentStringError(
            code: .truncated,
            message: "The \(segment) ends inside the \(field); the string was cut or changed on its way.",
            bit: bit
        )
    }

    func inverted(_ bit: Int) -> ConsentStringError {
        ConsentStringError(
            code: .invertedRange,
            message: "A range in the \(field) of the \(segment) ends below its start; ask the CMP for a valid string.",
            bit: bit
        )
    }
}
