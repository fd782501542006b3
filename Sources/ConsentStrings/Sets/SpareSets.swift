/// Vendor sets that are no longer needed, for the sake of their memory.
struct SpareSets: Sendable {
    /// Most sets that are kept: those of the optional segments and of a few restrictions.
    private static let maxCount = 8

    private var sets: [VendorSet] = []

    /// A set to be read into, whatever is in it.
    @inline(__always)
    mutating func take() -> VendorSet { sets.popLast() ?? VendorSet() }

    /// Keeps a set that is no longer needed.
    @inline(__always)
    mutating func keep(_ set: inout VendorSet?) {
        guard let set = set.take(), sets.count < Self.maxCount else { return }
        sets.append(set)
    }

    /// Empties a list of restrictions and keeps their sets.
    @inline(__always)
    mutating func keep(_ restrictions: inout [PublisherRestriction]) {
        while let restriction = restrictions.popLast() {
            if sets.count < Self.maxCount { sets.append(restriction.vendors) }
        }
    }
}
