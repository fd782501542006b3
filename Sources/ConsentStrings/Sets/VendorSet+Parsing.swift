extension VendorSet {
    /// Reads the text of ranges that ``description`` writes, such as `1-16,20,33-40`.
    ///
    /// - Throws: `malformed` for anything but ascending ranges of ids from 1 to 65,535 without spaces.
    public init(rangesText text: String) throws(ConsentStringError) {
        var spans: [Span16] = []
        if !text.isEmpty {
            for part in text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
                let bounds = part.split(separator: UInt8(ascii: "-"), maxSplits: 2, omittingEmptySubsequences: false)
                guard bounds.count <= 2, let first = Self.id(bounds[0]), let last = Self.id(bounds[bounds.count - 1]),
                    first <= last, first > spans.last?.last ?? 0
                else {
                    throw ConsentStringError(
                        code: .malformed,
                        message: "Vendors are written as ascending ranges from 1 to 65535, such as 1-16,20,33-40."
                    )
                }
                spans.append(Span16(first: first, last: last))
            }
        }
        self.init(spans: spans)
    }

    private static func id(_ digits: Substring.UTF8View) -> UInt16? {
        guard (1...5).contains(digits.count) else { return nil }
        var value = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int(digit) - 0x30
        }
        return value > 0 ? UInt16(exactly: value) : nil
    }
}
