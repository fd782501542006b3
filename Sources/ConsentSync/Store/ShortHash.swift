import Crypto

/// The 16 bytes that name somebody: a subject's key, its salt, and its link in the ledger.
///
/// Two words, so that a batch's many of them need no memory of their own.
struct ShortHash: Sendable, Hashable {
    /// The first eight bytes, most significant first.
    let high: UInt64
    /// The last eight bytes, most significant first.
    let low: UInt64

    /// The number of bytes.
    static let byteCount = 16

    /// The first half of the SHA-256 of these bytes.
    init(of bytes: [UInt8]) {
        self = Self.halves(of: bytes).first
    }

    private init(high: UInt64, low: UInt64) {
        (self.high, self.low) = (high, low)
    }

    /// Both halves of the SHA-256 of these bytes.
    static func halves(of bytes: [UInt8]) -> (first: ShortHash, second: ShortHash) {
        var hash = SHA256.hash(data: bytes).makeIterator()
        let first = ShortHash(high: hash.nextWord(), low: hash.nextWord())
        return (first, ShortHash(high: hash.nextWord(), low: hash.nextWord()))
    }

    /// From the 16 bytes; nil for any other number of bytes.
    init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        var iterator = bytes.makeIterator()
        self.init(high: iterator.nextWord(), low: iterator.nextWord())
    }

    /// The 16 bytes.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        append(to: &bytes)
        return bytes
    }

    /// The 16 bytes in 32 hexadecimal digits.
    var hex: String {
        var text: [UInt8] = []
        text.append(addingCapacity: 2 * Self.byteCount) { (output: inout OutputSpan<UInt8>) in
            for word in [high, low] {
                for place in 1...16 { output.append(Self.digit(word >> UInt64(64 - 4 * place) & 15)) }
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func digit(_ value: UInt64) -> UInt8 { UInt8(value < 10 ? 0x30 + value : 0x57 + value) }

    /// Appends the 16 bytes.
    func append(to buffer: inout [UInt8]) {
        buffer.append(bigEndian: high)
        buffer.append(bigEndian: low)
    }
}

extension ShortHash: Comparable {
    /// Orders as the bytes do.
    static func < (left: ShortHash, right: ShortHash) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }
}

extension IteratorProtocol<UInt8> {
    /// The next eight bytes, most significant first.
    fileprivate mutating func nextWord() -> UInt64 {
        var word: UInt64 = 0
        for _ in 0..<8 { word = word << 8 | UInt64(next() ?? 0) }
        return word
    }
}
