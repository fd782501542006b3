/// A list of range entries that was walked through, each checked against the end of its segment: 1 bit single or range,
/// then one id of 16 bits or two. The same form serves vendor fields of TCF 1 and 2 and publisher restrictions.
struct RangeEntries: Sendable {
    /// The first bit of the first entry.
    let start: Int
    /// The first bit behind the last entry.
    private(set) var end: Int
    /// The largest id of all entries.
    private(set) var largest = 0
    /// Where id 0, which no vendor has, was met, if it was.
    private(set) var zeroBit: Int?
    /// Whether each entry starts behind the end of the one before it.
    private(set) var isAscending = true
    /// Whether, beyond that, no two entries are adjacent and none has id 0.
    private(set) var isMerged = true

    /// No entries.
    init(start: Int) {
        self.start = start
        end = start
    }

    /// Walks through `count` entries and calls `body` with the first and the last id of each. Of ``largest``,
    /// ``zeroBit`` and ``isAscending`` it only knows what follows from ``isMerged``; ``inspect(_:)`` finds out the rest.
    ///
    /// - Throws: `truncated` if the segment ends before the last entry, `invertedRange` if a range ends below its start.
    ///   Dropping such a range would widen what a restriction permits, so it is a fault of the whole segment.
    @inline(__always)
    mutating func walk(
        _ bits: some BitSource & ~Escapable,
        bitCount: Int,
        count: Int,
        of field: FieldName,
        _ body: (_ first: Int, _ last: Int) -> Void
    ) throws(ConsentStringError) {
        var (at, previous) = (end, -1)
        // Negative once an entry touches the one before it or has id 0. Nothing in the loop branches on what cannot be
        // foretold, be it this or whether an entry is a range.
        var contacts = 0
        for _ in 0..<count {
            guard at &+ 17 <= bitCount else { throw field.truncated(at) }
            let entry = bits.integer(at: at, count: 33)
            let isRange = entry &>> 32
            let first = (entry &>> 16) & 0xFFFF
            let last = first ^ (first ^ entry) & (0 &- isRange) & 0xFFFF
            let next = at &+ 17 &+ isRange &<< 4
            guard next <= bitCount else { throw field.truncated(at) }
            bits.note(.field("Entry", at: at, width: next &- at, .ids(first: first, last: last)))
            guard first <= last else { throw field.inverted(at) }
            contacts |= first &- previous &- 2
            previous = last
            body(first, last)
            at = next
        }
        end = at
        largest = max(previous, 0)
        isMerged = contacts >= 0
    }

    /// Finds out about entries that are not merged.
    mutating func inspect(_ bits: some BitSource & ~Escapable) {
        guard !isMerged else { return }
        var (at, previous) = (start, -1)
        while at < end {
            let entry = bits.integer(at: at, count: 33)
            let first = (entry >> 16) & 0xFFFF
            let last = entry >> 32 == 1 ? entry & 0xFFFF : first
            if first == 0 { zeroBit = zeroBit ?? at }
            if first <= previous { isAscending = false }
            largest = max(largest, last)
            previous = last
            at += entry >> 32 == 1 ? 33 : 17
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
