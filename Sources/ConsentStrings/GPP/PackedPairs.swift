/// Up to 32 values of two bits each, in the order in which they are written.
struct PackedPairs: Sendable, Hashable {
    /// The first value in the highest of the bits that count.
    private(set) var bits: UInt64
    /// How many values there are.
    let count: Int

    /// Zeros.
    init(count: Int) { self.init(bits: 0, count: count) }

    /// The values of a field of two bits for each.
    @inline(__always)
    init(bits: UInt64, count: Int) {
        self.bits = bits
        self.count = count
    }

    /// The value at `index`, counted from 0; the index must be below ``count``, and a new value from 0 to 3.
    subscript(index: Int) -> Int {
        get { Int(truncatingIfNeeded: bits >> shift(index)) & 3 }
        set { bits = bits & ~(3 << shift(index)) | UInt64(truncatingIfNeeded: newValue & 3) << shift(index) }
    }

    /// Whether a value is 3.
    var hasThree: Bool { bits & bits >> 1 & 0x5555_5555_5555_5555 != 0 }

    private func shift(_ index: Int) -> UInt64 { UInt64(truncatingIfNeeded: 2 * (count - 1 - index)) }
}
