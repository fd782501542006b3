/// The bits of a segment as ``SegmentBits`` has them, read and written without bounds checks.
///
/// All unchecked access of the module stands in this file. It is sound because
/// - ``load(_:from:)`` makes room first for everything that it writes, and for ``spareBytes`` behind it,
/// - ``bits(at:count:)`` is only asked for fields that start inside the segment, or at its end,
/// - a table has an entry for every byte.
///
/// What it answers is compared with ``SegmentBits`` on random and damaged strings by the tests.
struct DecodeKernel: SegmentSource {
    /// Bytes behind the last group of eight characters: what is left of the segment, then zeros, which a field that
    /// starts at the segment's end may reach.
    private static let spareBytes = 64

    /// The bits in bytes, the first one the highest bit of the first byte; kept as words for the sake of alignment only.
    private var words: [UInt64] = []
    private(set) var bitCount = 0

    @inline(__always)
    func bits(at position: Int, count: Int) -> UInt64 {
        let bytes = unsafe words.span.bytes
        let index = position &>> 3
        let shift = UInt64(truncatingIfNeeded: position & 7)
        let loaded = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
        var field = UInt64(bigEndian: loaded) &<< shift
        if count > 57 {
            let next = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: index &+ 8, as: UInt8.self)
            field |= UInt64(next) &>> (8 &- shift)
        }
        return field &>> UInt64(truncatingIfNeeded: 64 &- count)
    }

    mutating func load(_ text: Span<UInt8>, from start: Int) -> Int {
        let wordCount = text.count / 32 * 3 + Self.spareBytes / 8
        if words.count < wordCount { words = [UInt64](repeating: 0, count: wordCount * 2) }
        let table = Base64URL.table.span
        var span = words.mutableSpan
        var output = unsafe span.mutableBytes
        var (at, offset) = (max(start, 0), 0)
        let first = at
        while at &+ 8 <= text.count {
            let front = unsafe table[unchecked: Int(text[unchecked: at])]
                | table[unchecked: Int(text[unchecked: at &+ 1]) &+ 256]
                | table[unchecked: Int(text[unchecked: at &+ 2]) &+ 512]
                | table[unchecked: Int(text[unchecked: at &+ 3]) &+ 768]
            let back = unsafe table[unchecked: Int(text[unchecked: at &+ 4])]
                | table[unchecked: Int(text[unchecked: at &+ 5]) &+ 256]
                | table[unchecked: Int(text[unchecked: at &+ 6]) &+ 512]
                | table[unchecked: Int(text[unchecked: at &+ 7]) &+ 768]
            guard (front | back) < Base64URL.foreign else { break }
            let group = (UInt64(front) &<< 40 | UInt64(back) &<< 16).bigEndian
            // Six bytes count; the two zeros behind them are written over by the next group.
            unsafe output.storeBytes(of: group, toUncheckedByteOffset: offset, as: UInt64.self)
            at &+= 8
            offset &+= 6
        }
        var (tail, free): (UInt64, UInt64) = (0, 64)
        while at < text.count {
            let value = unsafe table[unchecked: Int(text[unchecked: at]) &+ 768]
            guard value < Base64URL.foreign else { break }
            free &-= 6
            tail |= UInt64(value) &<< free
            at &+= 1
        }
        unsafe output.storeBytes(of: tail.bigEndian, toUncheckedByteOffset: offset, as: UInt64.self)
        unsafe output.storeBytes(of: 0, toUncheckedByteOffset: offset &+ 8, as: UInt64.self)
        bitCount = 6 &* (at &- first)
        return at
    }

    static func firstForeign(in text: Span<UInt8>, from start: Int) -> Int {
        let table = Base64URL.table.span
        var at = max(start, 0)
        while at &+ 8 <= text.count {
            var all: UInt32 = 0
            for place in 0..<8 { all |= unsafe table[unchecked: Int(text[unchecked: at &+ place]) &+ 768] }
            guard all < Base64URL.foreign else { break }
            at &+= 8
        }
        while at < text.count, unsafe table[unchecked: Int(text[unchecked: at]) &+ 768] < Base64URL.foreign { at &+= 1 }
        return at
    }
}
