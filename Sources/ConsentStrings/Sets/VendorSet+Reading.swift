extension VendorSet {
    /// Empties the set and keeps its memory.
    mutating func removeAll() {
        units.resize(0)
        form = .ranges
    }

    /// Makes this the set of a bit field of `count` bits that starts at bit `start`.
    mutating func read<Bits: BitSource & ~Escapable>(field bits: Bits, start: Int, count: Int) {
        guard count > 0 else { return removeAll() }
        form = .bits
        let wordCount = (count &+ 63) &>> 6
        units.resize(wordCount)
        var output = units.array.mutableSpan
        bits.copyWords(at: start, count: wordCount, to: &output)
        // What is behind the last bit belongs to the next field.
        output[wordCount &- 1] &= UInt64.max &<< UInt64(truncatingIfNeeded: (0 &- count) & 63)
        units.removeTrailingZeros()
        if units.count == 0 { form = .ranges }
        guard Bits.isListening else { return }
        let vendors = self
        bits.note(.field("BitField", at: start, width: count, .vendors(vendors)))
    }

    /// Makes this the set of `count` range entries that start at bit `start`, without id 0.
    mutating func read(
        entries count: Int,
        of bits: some BitSource & ~Escapable,
        bitCount: Int,
        start: Int,
        name: FieldName
    ) throws(ConsentStringError) -> RangeEntries {
        var entries = RangeEntries(start: start)
        guard count > 0 else {
            removeAll()
            return entries
        }
        form = .ranges
        guard start &+ 17 &* count <= bitCount else {
            // No room is made for what cannot be there; the walk tells where the segment ends.
            try entries.walk(bits, bitCount: bitCount, count: count, of: name) { _, _ in }
            throw name.truncated(bitCount)
        }
        units.resize(count)
        var output = units.array.mutableSpan
        var index = 0
        try entries.walk(bits, bitCount: bitCount, count: count, of: name) { first, last in
            output[index] = Span16.unit(first, last)
            index &+= 1
        }
        guard !entries.isMerged else { return entries }
        entries.inspect(bits)
        if entries.zeroBit != nil {
            let others = units.trimmed.filter { Span16.last($0) > 0 }
            units = UnitMemory(others.map { Span16.unit(Swift.max(Span16.first($0), 1), Span16.last($0)) })
        }
        merge()
        return entries
    }
}
