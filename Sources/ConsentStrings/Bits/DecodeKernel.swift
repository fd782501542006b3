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

    @inline(__always)
    func copyWords(at position: Int, count: Int, to output: inout MutableSpan<UInt64>) {
        // Known room saves the check of each write.
        guard count <= output.count else { return }
        let bytes = unsafe words.span.bytes
        let shift = UInt64(truncatingIfNeeded: position & 7)
        var offset = position &>> 3
        var high = unsafe UInt64(bigEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
        for index in 0..<count {
            offset &+= 8
            let low = unsafe UInt64(
                bigEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
            )
            output[index] = high &<< shift | (low &>> 1) &>> (63 &- shift)
            high = low
        }
    }

    mutating func load(_ text: Span<UInt8>, from start: Int) -> Int {
        let wordCount = text.count / 32 * 3 + Self.spareBytes / 8
        if words.count < wordCount { words = [UInt64](repeating: 0, count: wordCount * 2) }
        let entries = Base64URL.table
        let table = entries.span
        var span = words.mutableSpan
        var output = unsafe span.mutableBytes
        var (at, offset) = (max(start, 0), 0)
        let first = at
        while at &+ 8 <= text.count {
            let front =
                unsafe table[unchecked: Int(text[unchecked: at])]
                | table[unchecked: Int(text[unchecked: at &+ 1]) &+ 256]
                | table[unchecked: Int(text[unchecked: at &+ 2]) &+ 512]
                | table[unchecked: Int(text[unchecked: at &+ 3]) &+ 768]
            let back =
                unsafe table[unchecked: Int(text[unchecked: at &+ 4]) &+ 1_024]
                | table[unchecked: Int(text[unchecked: at &+ 5]) &+ 1_280]
                | table[unchecked: Int(text[unchecked: at &+ 6]) &+ 1_536]
                | table[unchecked: Int(text[unchecked: at &+ 7]) &+ 1_792]
            guard (front | back) < Base64URL.foreign else { break }
            // Six bytes count; the two zeros behind them are written over by the next group.
            unsafe output.storeBytes(of: front | back, toUncheckedByteOffset: offset, as: UInt64.self)
            at &+= 8
            offset &+= 6
        }
        var (tail, place): (UInt64, Int) = (0, 0)
        while at < text.count {
            let entry = unsafe table[unchecked: Int(text[unchecked: at]) &+ place]
            guard entry < Base64URL.foreign else { break }
            tail |= entry
            place &+= 256
            at &+= 1
        }
        unsafe output.storeBytes(of: tail, toUncheckedByteOffset: offset, as: UInt64.self)
        unsafe output.storeBytes(of: 0, toUncheckedByteOffset: offset &+ 8, as: UInt64.self)
        bitCount = 6 &* (at &- first)
        return at
    }

    /// The first byte from `start` on that is `byte`, or the end of the text.
    static func first(_ byte: UInt8, in text: Span<UInt8>, from start: Int) -> Int {
        let bytes = unsafe text.bytes
        let ones: UInt64 = 0x0101_0101_0101_0101
        let pattern = ones &* UInt64(byte)
        var at = max(start, 0)
        while at &+ 8 <= text.count {
            let loaded = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self)
            // Zero where the byte is; the lowest such place is marked by the highest bit of its byte.
            let difference = UInt64(littleEndian: loaded) ^ pattern
            let marks = (difference &- ones) & ~difference & (ones &<< 7)
            if marks != 0 { return at &+ marks.trailingZeroBitCount &>> 3 }
            at &+= 8
        }
        while at < text.count, text[at] != byte { at &+= 1 }
        return at
    }

    /// Text as a string, made from where it is; what is no UTF-8 is replaced.
    static func string(_ text: Span<UInt8>) -> String {
        unsafe text.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    static func firstForeign(in text: Span<UInt8>, from start: Int) -> Int {
        let entries = Base64URL.table
        let table = entries.span
        var at = max(start, 0)
        while at &+ 8 <= text.count {
            var all: UInt64 = 0
            for place in 0..<8 { all |= unsafe table[unchecked: Int(text[unchecked: at &+ place])] }
            guard all < Base64URL.foreign else { break }
            at &+= 8
        }
        while at < text.count, unsafe table[unchecked: Int(text[unchecked: at])] < Base64URL.foreign { at &+= 1 }
        return at
    }
}
