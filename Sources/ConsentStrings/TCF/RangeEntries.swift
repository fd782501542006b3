/// A list of range entries that has been checked against the end of its segment: 1 bit single or range, then one id of
/// 16 bits or two. The same form serves vendor fields of TCF 1 and 2 and publisher restrictions.
struct RangeEntries: Sendable {
    /// The first bit of the first entry.
    let start: Int
    /// How many entries there are.
    let count: Int
    /// The first bit behind the last entry.
    let end: Int
    /// The largest id of all entries.
    let largest: Int
    /// Where id 0 was met, if it was.
    let zeroBit: Int?
    /// Whether an entry covers the id that was looked for.
    let hasVendor: Bool

    /// Walks through `count` entries, looking for the id `vendor`.
    ///
    /// - Throws: `truncated` if the segment ends before the last entry, `invertedRange` if a range ends below its start.
    ///   Dropping such a range would widen what a restriction permits, so it is a fault of the whole segment.
    @inline(__always)
    init(
        _ words: some BitSource & ~Escapable,
        bitCount: Int,
        start: Int,
        count: Int,
        vendor: Int = 0,
        of field: FieldName
    ) throws(ConsentStringError) {
        var at = start
        var largest = 0
        var zeroBit: Int?
        var hasVendor = false
        for _ in 0..<count {
            guard at &+ 17 <= bitCount else { throw field.truncated(at) }
            let entry = words.integer(at: at, count: 33)
            let isRange = entry &>> 32
            let first = (entry &>> 16) & 0xFFFF
            let last = isRange == 1 ? entry & 0xFFFF : first
            let next = at &+ 17 &+ isRange &<< 4
            guard next <= bitCount else { throw field.truncated(at) }
            guard first <= last else { throw field.inverted(at) }
            if first == 0 { zeroBit = zeroBit ?? at }
            if last > largest { largest = last }
            hasVendor = hasVendor || (first <= vendor && vendor <= last)
            at = next
        }
        self.start = start
        self.count = count
        self.end = at
        self.largest = largest
        self.zeroBit = zeroBit
        self.hasVendor = hasVendor
    }

    /// The set of the entries.
    func vendors(in words: some BitSource & ~Escapable) -> VendorSet {
        var spans: [VendorSet.Span16] = []
        let isMerged = append(to: &spans, from: words)
        return isMerged ? VendorSet(storage: .ranges(spans)) : VendorSet(spans: spans)
    }

    /// Appends the spans of the entries, without id 0.
    ///
    /// - Returns: whether they come in order, neither overlapping nor adjacent.
    @discardableResult
    func append(to spans: inout [VendorSet.Span16], from words: some BitSource & ~Escapable) -> Bool {
        guard count > 0 else { return true }
        var isMerged = true
        var at = start
        spans.append(addingCapacity: count) { (output: inout OutputSpan<VendorSet.Span16>) in
            var previous = -1
            for _ in 0..<count {
                let entry = words.integer(at: at, count: 33)
                let isRange = entry &>> 32
                let first = max((entry &>> 16) & 0xFFFF, 1)
                let last = (isRange == 1 ? entry : entry &>> 16) & 0xFFFF
                at = at &+ 17 &+ isRange &<< 4
                guard last > 0 else { continue }
                isMerged = isMerged && first > previous &+ 1
                previous = last
                output.append(
                    VendorSet.Span16(first: UInt16(truncatingIfNeeded: first), last: UInt16(truncatingIfNeeded: last))
                )
            }
        }
        return isMerged
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
