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
    init(_ words: Span<UInt64>, bitCount: Int, start: Int, of field: FieldName) throws(ConsentStringError) {
        guard start + 12 <= bitCount else { throw field.truncated(start) }
        var at = start + 12
        var last = 0
        var spans: [VendorSet.Span16] = []
        for _ in 0..<words.integer(at: start, count: 12) {
            guard at < bitCount else { throw field.truncated(at) }
            let isGroup = words.bit(at: at)
            at += 1
            let first = last + (try Self.number(words, bitCount: bitCount, at: &at, of: field))
            // The second number of a group is the distance from its first id to its last.
            last = isGroup ? first + (try Self.number(words, bitCount: bitCount, at: &at, of: field)) : first
            guard last <= ConsentStringLimits.maxFibonacciID else {
                throw ConsentStringError(
                    code: .malformed,
                    message: "An id of the \(field.field) is beyond \(ConsentStringLimits.maxFibonacciID).",
                    bit: at
                )
            }
            spans.append(
                VendorSet.Span16(first: UInt16(truncatingIfNeeded: first), last: UInt16(truncatingIfNeeded: last))
            )
        }
        self.spans = spans
        end = at
    }

    /// Reads one number: the digits of its Zeckendorf form, lowest first, closed by a second one in a row.
    private static func number(
        _ words: Span<UInt64>,
        bitCount: Int,
        at: inout Int,
        of field: FieldName
    ) throws(ConsentStringError) -> Int {
        var sum = 0
        var previous = false
        for number in numbers {
            guard at < bitCount else { throw field.truncated(at) }
            let digit = words.bit(at: at)
            at += 1
            if digit && previous { return sum }
            if digit { sum += number }
            previous = digit
        }
        throw ConsentStringError(
            code: .malformed,
            message: "A number of the \(field.field) has no end or is beyond \(ConsentStringLimits.maxFibonacciID).",
            bit: at
        )
    }
}
