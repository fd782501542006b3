/// A canonical prefix code: the lengths of the codes alone tell which code stands for which symbol (RFC 1951, section
/// 3.2.2).
struct PrefixCode: Sendable {
    /// The codes of one length: numbers that follow each other, for symbols in rising order.
    private struct Row: Sendable {
        let first: Int
        let count: Int
        /// Where the symbol of the first code stands.
        let start: Int
    }

    /// The longest code, in bits.
    static let maxLength = 15

    private let rows: [Row]
    private let symbols: [Int]

    /// Makes the code from the length of each symbol's code, 0 for a symbol that has none.
    ///
    /// Nil where the lengths are no prefix code, or one with codes left over. A single code of one bit and no code at
    /// all are allowed, because a block with one distance, or none, has them.
    init?(lengths: some Collection<UInt8>) {
        var counts = [Int](repeating: 0, count: Self.maxLength + 1)
        for length in lengths where length > 0 { counts[Int(length)] += 1 }
        var rows: [Row] = []
        var next = 0
        var start = 0
        for length in 1...Self.maxLength {
            next <<= 1
            rows.append(Row(first: next, count: counts[length], start: start))
            next += counts[length]
            start += counts[length]
        }
        // Too many codes of some length leave a number that is too large, and too few one that is too small.
        let isComplete = next == 1 << Self.maxLength
        guard isComplete || start == counts[1] && start <= 1 else { return nil }

        var places = rows.map(\.start)
        var symbols = [Int](repeating: 0, count: start)
        for (symbol, length) in lengths.enumerated() where length > 0 {
            symbols[places[Int(length) - 1]] = symbol
            places[Int(length) - 1] += 1
        }
        self.rows = rows
        self.symbols = symbols
    }

    /// The symbol whose code is the number of so many bits; nil where a longer code begins with them, or none does.
    @inline(__always)
    func symbol(of code: Int, length: Int) -> Int? {
        let row = rows[length - 1]
        let place = code - row.first
        return (0..<row.count).contains(place) ? symbols[row.start + place] : nil
    }
}
