extension VendorSet: Sequence {
    /// The set as ranges: upwards, neither overlapping nor adjacent.
    public struct Ranges: Sequence, IteratorProtocol, Sendable {
        private let set: VendorSet
        private var position = 0

        init(_ set: VendorSet) { self.set = set }

        /// The next range.
        public mutating func next() -> ClosedRange<Int>? {
            guard set.form == .ranges else { return nextRun(in: set.units.trimmed) }
            guard position < set.units.count else { return nil }
            let unit = set.units.array[position]
            position += 1
            return Span16.first(unit)...Span16.last(unit)
        }

        /// The next run of ones; `position` counts bits.
        private mutating func nextRun(in words: ArraySlice<UInt64>) -> ClosedRange<Int>? {
            var index = position >> 6
            guard index < words.count else { return nil }
            var word = words[index] & (UInt64.max >> UInt64(position & 63))
            while word == 0 {
                index += 1
                guard index < words.count else { return nil }
                word = words[index]
            }
            let start = index << 6 + word.leadingZeroBitCount
            // Ones from the start on turn into zeros, so the run ends where the first one of the inverse is.
            var rest = ~word & (UInt64.max >> UInt64(start & 63))
            while rest == 0 {
                index += 1
                guard index < words.count else { break }
                rest = ~words[index]
            }
            position = index < words.count ? index << 6 + rest.leadingZeroBitCount : words.count << 6
            return start + 1...position
        }
    }

    /// Walks the ids upwards.
    public struct Iterator: IteratorProtocol, Sendable {
        private var ranges: Ranges
        private var upcoming = 1
        private var last = 0

        init(_ set: VendorSet) { ranges = Ranges(set) }

        /// The next id.
        public mutating func next() -> Int? {
            if upcoming > last {
                guard let range = ranges.next() else { return nil }
                (upcoming, last) = (range.lowerBound, range.upperBound)
            }
            defer { upcoming += 1 }
            return upcoming
        }
    }

    /// The set as ranges, without walking through the ids.
    public var ranges: Ranges { Ranges(self) }

    /// An iterator over the ids, upwards.
    public func makeIterator() -> Iterator { Iterator(self) }

    /// Whether every vendor of this set is in the other.
    public func isSubset(of other: VendorSet) -> Bool {
        var theirs = other.ranges
        var covering = theirs.next()
        for range in ranges {
            while let candidate = covering, candidate.upperBound < range.lowerBound { covering = theirs.next() }
            guard let covering, covering.lowerBound <= range.lowerBound, covering.upperBound >= range.upperBound else {
                return false
            }
        }
        return true
    }
}

extension VendorSet: Hashable {
    /// Whether both sets hold the same ids.
    public static func == (left: VendorSet, right: VendorSet) -> Bool {
        left.form == right.form ? left.units == right.units : left.ranges.elementsEqual(right.ranges)
    }

    /// Hashes the ids, independent of the form in which they are kept.
    public func hash(into hasher: inout Hasher) {
        for range in ranges {
            hasher.combine(range.lowerBound)
            hasher.combine(range.upperBound)
        }
    }
}
