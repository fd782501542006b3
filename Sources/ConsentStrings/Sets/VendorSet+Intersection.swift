extension VendorSet {
    /// The vendors that are in both sets.
    public func intersection(_ other: VendorSet) -> VendorSet {
        var common: [Span16] = []
        let (left, right) = (spans, other.spans)
        var (leftIndex, rightIndex) = (0, 0)
        while leftIndex < left.count, rightIndex < right.count {
            let first = Swift.max(left[leftIndex].first, right[rightIndex].first)
            let last = Swift.min(left[leftIndex].last, right[rightIndex].last)
            if first <= last { common.append(Span16(first: first, last: last)) }
            // The span that ends first can meet nothing more.
            if left[leftIndex].last < right[rightIndex].last { leftIndex += 1 } else { rightIndex += 1 }
        }
        return VendorSet(spans: common)
    }
}
