/// Ids in the GPP type Range(Fibonacci): a 12-bit count of items, each a single id or a group, written as the distance
/// from the id before it in Fibonacci code (GPP "Consent String Specification", encoding types).
struct FibonacciRange: Sendable {
    /// The ids, ascending.
    let spans: [VendorSet.Span16]
    /// The first bit behind the last item.
    let end: Int

    /// The Fibonacci numbers up to the largest id.
    static let numbers: [Int] = {
        var numbers = [1, 2]
        while let last = numbers.last, last <= ConsentStringLimits.maxFibonacciID {
            numbers.append(last + numbers[numbers.count - 2])
        }
        return numbers
    }()

    /// Reads the range that starts at `start` with its count.
    init(
        _ bits: some BitSource & ~Escapable,
        bitCount: Int,
        start: Int,
        of field: FieldName
    ) throws(ConsentStringError) {
        var spans: [VendorSet.Span16] = []
        end = try Self.walk(bits, bitCount: bitCount, start: start, of: field) { first, last in
            spans.append(
                VendorSet.Span16(first: UInt16(truncatingIfNeeded: first), last: UInt16(truncatingIfNeeded: last))
            )
        }
        self.spans = spans
    }

    /// Walks through the range that starts at `start` with its count and calls `body` with the first and the last id of
    /// each item.
    ///
    /// - Returns: the first bit behind the last item.
    @inline(__always)
    static func walk(
        _ bits: some BitSource & ~Escapable,
        bitCount: Int,
        start: Int,
        of field: FieldName,
        _ body: (_ first: Int, _ last: Int) -> Void
    ) throws(ConsentStringError) -> Int {
        guard start &+ 12 <= bitCount else { throw field.truncated(start) }
        var at = start &+ 12
        var last = 0
        for _ in 0..<bits.integer("NumItems", at: start, count: 12) {
            guard at < bitCount else { throw field.truncated(at) }
            let itemStart = at
            let isGroup = bits.bit(at: at)
            at &+= 1
            let first = last &+ (try Self.number(bits, bitCount: bitCount, at: &at, of: field))
            // The second number of a group is the distance from its first id to its last.
            last = isGroup ? first &+ (try Self.number(bits, bitCount: bitCount, at: &at, of: field)) : first
            let (end, largest) = (at, last)
            bits.note(.field("Item", at: itemStart, width: end - itemStart, .ids(first: first, last: largest)))
            guard last <= ConsentStringLimits.maxFibonacciID else {
                throw ConsentStringError(
                    code: .malformed,
                    message: "An id of the \(field.field) is beyond \(ConsentStringLimits.maxFibonacciID).",
                    bit: at
                )
            }
            body(first, last)
        }
        return at
    }

    /// Reads one number: the digits of its Zeckendorf form, lowest first, closed by a second one in a row.
    private static func number(
        _ bits: some BitSource & ~Escapable,
        bitCount: Int,
        at: inout Int,
        of field: FieldName
    ) throws(ConsentStringError) -> Int {
        let numbers = Self.numbers.span
        let digits = bits.bits(at: at, count: 32) &<< 32
        // The first one that has another one in front of it closes the number.
        let length = (digits & digits &>> 1).leadingZeroBitCount &+ 1
        guard length <= numbers.count, at &+ length <= bitCount else {
            throw endless(bitCount: bitCount, at: at, digits: numbers.count, of: field)
        }
        at &+= length
        var rest = digits & ~(UInt64.max &>> UInt64(truncatingIfNeeded: length &- 1))
        var sum = 0
        while rest != 0 {
            let digit = rest.leadingZeroBitCount
            sum &+= numbers[digit]
            rest &= ~(1 &<< UInt64(truncatingIfNeeded: 63 &- digit))
        }
        return sum
    }

    /// The error for a number that has no end in the segment or in the most digits that one may have.
    private static func endless(bitCount: Int, at: Int, digits: Int, of field: FieldName) -> ConsentStringError {
        guard at + digits <= bitCount else { return field.truncated(bitCount) }
        return ConsentStringError(
            code: .malformed,
            message: "A number of the \(field.field) has no end or is beyond \(ConsentStringLimits.maxFibonacciID).",
            bit: at + digits
        )
    }
}
