/// A bounded reader of one stream of DEFLATE data (RFC 1951).
///
/// It takes time in proportion to the data and what it unfolds to, and never makes more than its limit.
struct Inflate {
    private let bytes: [UInt8]
    private let limit: Int
    private let path: String
    /// The next bit, counted from the first byte's lowest.
    private var position: Int
    private var output: [UInt8] = []

    private init(_ bytes: [UInt8], from start: Int, limit: Int, path: String) {
        self.bytes = bytes
        self.limit = limit
        self.path = path
        position = start * 8
    }

    /// Reads the stream that starts at a byte.
    ///
    /// - Parameter limit: the most bytes that it may unfold to.
    /// - Returns: what it unfolds to, and the first byte behind the stream.
    /// - Throws: ``TranslationError`` `tooLarge` beyond the limit, `malformed` where the data is cut off or damaged.
    static func inflated(
        _ bytes: [UInt8],
        from start: Int,
        limit: Int,
        path: String
    ) throws(TranslationError) -> (output: [UInt8], end: Int) {
        var stream = Inflate(bytes, from: start, limit: limit, path: path)
        while try !stream.readBlock() {}
        return (stream.output, (stream.position + 7) / 8)
    }

    /// Reads a block (section 3.2.3).
    ///
    /// - Returns: whether it was the last.
    private mutating func readBlock() throws(TranslationError) -> Bool {
        let isLast = try take(1) == 1
        switch try take(2) {
        case 0: try readStored()
        case 1: try readCompressed(literals: Self.fixedLiterals, distances: Self.fixedDistances)
        case 2:
            let (literals, distances) = try readCodes()
            try readCompressed(literals: literals, distances: distances)
        default: throw damaged
        }
        return isLast
    }

    /// Section 3.2.4.
    private mutating func readStored() throws(TranslationError) {
        position = (position + 7) / 8 * 8
        let length = try take(16)
        guard try take(16) == ~length & 0xFFFF else { throw damaged }
        let start = position / 8
        guard length <= bytes.count - start else { throw cutOff }
        try makeRoom(length)
        output += bytes[start..<(start + length)]
        position += length * 8
    }

    /// Section 3.2.5.
    private mutating func readCompressed(
        literals: PrefixCode?,
        distances: PrefixCode?
    ) throws(TranslationError) {
        guard let literals, let distances else { throw damaged }
        while true {
            let symbol = try take(literals)
            switch symbol {
            case 0..<Self.endOfBlock:
                try makeRoom(1)
                output.append(UInt8(truncatingIfNeeded: symbol))
            case Self.endOfBlock:
                return
            default:
                let count = try length(symbol - Self.endOfBlock - 1)
                let back = try distance(try take(distances))
                guard back <= output.count else { throw damaged }
                try makeRoom(count)
                for _ in 0..<count { output.append(output[output.count - back]) }
            }
        }
    }

    /// The length of a copy: four steps to each power of two, but the last, which stands for the longest alone.
    private mutating func length(_ step: Int) throws(TranslationError) -> Int {
        switch step {
        case 0..<8: return step + 3
        case 8..<28:
            let extra = step / 4 - 1
            return (4 + step % 4) << extra + 3 + (try take(extra))
        case 28: return 258
        default: throw damaged
        }
    }

    /// The distance of a copy: two steps to each power of two.
    private mutating func distance(_ step: Int) throws(TranslationError) -> Int {
        switch step {
        case 0..<4: return step + 1
        case 4..<30:
            let extra = step / 2 - 1
            return (2 + step % 2) << extra + 1 + (try take(extra))
        default: throw damaged
        }
    }

    /// Reads the two codes of a block that brings its own (section 3.2.7).
    private mutating func readCodes() throws(TranslationError) -> (literals: PrefixCode?, distances: PrefixCode?) {
        let literalCount = try take(5) + 257
        let count = literalCount + (try take(5)) + 1
        guard literalCount <= 286, count - literalCount <= 30 else { throw damaged }
        var lengthLengths = [UInt8](repeating: 0, count: Self.orderOfLengths.count)
        for symbol in Self.orderOfLengths.prefix(try take(4) + 4) {
            lengthLengths[symbol] = UInt8(try take(3))
        }
        guard let code = PrefixCode(lengths: lengthLengths) else { throw damaged }

        var lengths: [UInt8] = []
        while lengths.count < count {
            let symbol = try take(code)
            switch symbol {
            case 0..<16: lengths.append(UInt8(symbol))
            case 16:
                guard let last = lengths.last else { throw damaged }
                lengths += repeatElement(last, count: 3 + (try take(2)))
            case 17: lengths += repeatElement(0, count: 3 + (try take(3)))
            default: lengths += repeatElement(0, count: 11 + (try take(7)))
            }
        }
        guard lengths.count == count else { throw damaged }
        return (PrefixCode(lengths: lengths[..<literalCount]), PrefixCode(lengths: lengths[literalCount...]))
    }

    /// A number of at most 16 bits, its lowest bit first.
    @inline(__always)
    private mutating func take(_ count: Int) throws(TranslationError) -> Int {
        guard count <= bytes.count * 8 - position else { throw cutOff }
        var number = 0
        for place in 0..<count {
            number |= Int(bytes[position / 8] >> UInt8(position % 8) & 1) << place
            position += 1
        }
        return number
    }

    /// A symbol of a code, the code's highest bit first.
    private mutating func take(_ code: PrefixCode) throws(TranslationError) -> Int {
        var number = 0
        for length in 1...PrefixCode.maxLength {
            number = number << 1 | (try take(1))
            if let symbol = code.symbol(of: number, length: length) { return symbol }
        }
        throw damaged
    }

    private func makeRoom(_ count: Int) throws(TranslationError) {
        guard count <= limit - output.count else {
            throw TranslationError(.tooLarge, "The compressed data unfolds to more than is allowed.", path: path)
        }
    }

    private var cutOff: TranslationError {
        TranslationError(.malformed, "The compressed data is cut off.", path: path)
    }

    private var damaged: TranslationError {
        TranslationError(.malformed, "The compressed data is damaged.", path: path)
    }

    private static let endOfBlock = 256
    /// Section 3.2.6.
    private static let fixedLiterals = PrefixCode(
        lengths: (0..<288).map { (symbol: Int) -> UInt8 in
            switch symbol {
            case 144..<256: 9
            case 256..<280: 7
            default: 8
            }
        }
    )
    private static let fixedDistances = PrefixCode(lengths: [UInt8](repeating: 5, count: 32))
    /// The order in which a block tells the lengths of the codes for lengths (section 3.2.7).
    private static let orderOfLengths = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
}
