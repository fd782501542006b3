extension BitWriter {
    /// Most entries of one list of ranges: their number has 12 bits.
    static let maxEntries = 4_095

    /// Appends a vendor set with its MaxVendorId: as ranges if they take fewer bits than a bit field.
    mutating func put(_ vendors: VendorSet) {
        let largest = vendors.largest
        put(largest, count: 16)
        let ranges = Array(vendors.ranges)
        let rangeBits = ranges.reduce(12) { $0 + ($1.count > 1 ? 33 : 17) }
        let isRange = rangeBits < largest && ranges.count <= Self.maxEntries
        put(isRange)
        if isRange {
            put(entries: ranges[...])
        } else {
            put(bits: vendors, count: largest)
        }
    }

    /// Appends a bit field; ids beyond `count` are left out.
    mutating func put(bits vendors: VendorSet, count: Int) {
        var next = 1
        for range in vendors.ranges where range.lowerBound <= count {
            put(repeated: false, count: range.lowerBound - next)
            next = Swift.min(range.upperBound, count) + 1
            put(repeated: true, count: next - range.lowerBound)
        }
        put(repeated: false, count: count + 1 - next)
    }

    private mutating func put(repeated bit: Bool, count: Int) {
        var left = count
        while left > 0 {
            let part = Swift.min(left, 64)
            put(bit ? UInt64.max : 0, count: part)
            left -= part
        }
    }

    /// Appends a count and entries, no more than ``maxEntries``.
    mutating func put(entries ranges: ArraySlice<ClosedRange<Int>>) {
        put(ranges.count, count: 12)
        for range in ranges {
            put(range.count > 1)
            put(range.lowerBound, count: 16)
            if range.count > 1 { put(range.upperBound, count: 16) }
        }
    }

    /// Appends publisher restrictions; one with more entries than a record holds becomes several records.
    ///
    /// - Throws: `notEncodable` if there are more records than 12 bits can count, or a purpose is beyond 63.
    mutating func put(_ restrictions: [PublisherRestriction]) throws(ConsentStringError) {
        var records: [(PublisherRestriction, ArraySlice<ClosedRange<Int>>)] = []
        for restriction in restrictions {
            var rest = Array(restriction.vendors.ranges)[...]
            while !rest.isEmpty {
                records.append((restriction, rest.prefix(Self.maxEntries)))
                rest = rest.dropFirst(Self.maxEntries)
            }
        }
        try put(checked: records.count, count: 12, "The number of publisher restrictions")
        for (restriction, ranges) in records {
            try put(checked: restriction.purposeID, count: 6, "The purpose of a restriction")
            put(restriction.type.rawValue, count: 2)
            put(entries: ranges)
        }
    }
}
