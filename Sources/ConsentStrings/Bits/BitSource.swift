/// Something that fields can be read from, most significant bit first.
///
/// Whoever reads has checked that the field lies inside the segment.
protocol BitSource: FieldListener, ~Escapable {
    /// The field of 1 to 64 bits that starts at bit `position`.
    func bits(at position: Int, count: Int) -> UInt64

    /// Fills the first words of `output` with `count` times 64 bits, the first of which starts at bit `position`. The
    /// last word may reach behind the segment's end, where anything may stand.
    func copyWords(at position: Int, count: Int, to output: inout MutableSpan<UInt64>)
}

/// The bits of a segment, decoded into memory that is reused from string to string.
protocol SegmentSource: BitSource {
    /// Creates a source without bits.
    init()

    /// How many bits the segment has: six for each character.
    var bitCount: Int { get }

    /// Decodes the characters of `text` from `start` on, up to the first one outside the alphabet.
    ///
    /// - Returns: where it stopped, which is `text.count` if everything was decoded.
    mutating func load(_ text: Span<UInt8>, from start: Int) -> Int

    /// The first character from `start` on that is outside the alphabet, or the end of the text.
    static func firstForeign(in text: Span<UInt8>, from start: Int) -> Int
}

extension BitSource where Self: ~Escapable {
    func copyWords(at position: Int, count: Int, to output: inout MutableSpan<UInt64>) {
        for index in 0..<count { output[index] = bits(at: position &+ index &<< 6, count: 64) }
    }

    /// The field as an integer.
    @inline(__always)
    func integer(at position: Int, count: Int) -> Int {
        Int(truncatingIfNeeded: bits(at: position, count: count))
    }

    /// The single bit at `position`.
    @inline(__always)
    func bit(at position: Int) -> Bool { bits(at: position, count: 1) == 1 }

    /// A time of 36 bits, in milliseconds since 1970: the strings count tenths of a second.
    @inline(__always)
    func milliseconds(at position: Int) -> Int64 {
        Int64(truncatingIfNeeded: bits(at: position, count: 36)) &* 100
    }
}

extension Span: FieldListener, BitSource where Element == UInt64 {
    /// Reads from words; their own bounds check is the net below the caller's.
    @inline(__always)
    func bits(at position: Int, count: Int) -> UInt64 {
        let index = position &>> 6
        let shift = UInt64(truncatingIfNeeded: position & 63)
        let high = self[index] &<< shift
        // Two shifts, since a shift by 64 is not what is wanted when the field starts a word.
        let low = (self[index &+ 1] &>> 1) &>> (63 &- shift)
        return (high | low) &>> UInt64(truncatingIfNeeded: 64 &- count)
    }
}
