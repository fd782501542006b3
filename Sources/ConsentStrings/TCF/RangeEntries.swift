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

    /// Walks through `count` entries.
    ///
    /// - Throws: `truncated` if the segment ends before the last entry, `invertedRange` if a range ends below its start.
    ///   Dropping such a range would widen what a restriction permits, so it is a fault of the whole segment.
    init(
        _ words: Span<UInt64>,
        bitCount: Int,
        start: Int,
        count: Int,
        of field: FieldName
    ) throws(ConsentStringError) {
        var at = start
        var largest = 0
        var zeroBit: Int?
        for _ in 0..<count {
            guard at &+ 17 <= bitCount else { throw field.truncated(at) }
            let entry = words.integer(at: at, count: 33)
            let first = (entry &>> 16) & 0xFFFF
            var last = first
            if entry &>> 32 == 1 {
                guard at &+ 33 <= bitCount else { throw field.truncated(at) }
                last = entry & 0xFFFF
                guard first <= last else { throw field.inverted(at) }
            }
            if first == 0 { zeroBit = zeroBit ?? at }
            if last > largest { largest = last }
            at = at &+ (entry &>> 32 == 1 ? 33 : 17)
        }
        self.start = start
        self.count = count
        self.end = at
        self.largest = largest
        self.zeroBit = zeroBit
    }

    /// Whether one of the entries covers the id.
    func contains(_ id: Int, in words: Span<UInt64>) -> Bool {
        var at = start
        for _ in 0..<count {
            let entry = words.integer(at: at, count: 33)
            let isRange = entry &>> 32 == 1
            let first = (entry &>> 16) & 0xFFFF
            if first <= id && id <= (isRange ? entry & 0xFFFF : first) { return true }
            at = at &+ (isRange ? 33 : 17)
        }
        return false
    }

    /// Appends the spans of the entries, without id 0.
    func append(to spans: inout [VendorSet.Span16], from words: Span<UInt64>) {
        spans.reserveCapacity(spans.count + count)
        var at = start
        for _ in 0..<count {
            let entry = words.bits(at: at, count: 33)
            let isRange = entry &>> 32 == 1
            let first = max(UInt16(truncatingIfNeeded: entry &>> 16), 1)
            let last = UInt16(truncatingIfNeeded: isRange ? entry : entry &>> 16)
            if last > 0 { spans.append(VendorSet.Span16(first: first, last: last)) }
            at = at &+ (isRange ? 33 : 17)
        }
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
