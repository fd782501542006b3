/// Memory of vendor sets that are no longer needed, for those that are made next.
struct VendorSetMemory: Sendable {
    /// Most arrays of each form that are kept: more than one string has vendor sets, restrictions left aside.
    private static let maxArrays = 8

    private var words: [[UInt64]] = []
    private var spans: [[VendorSet.Span16]] = []

    /// Empties a set and keeps its memory.
    @inline(__always)
    mutating func take(_ set: inout VendorSet) {
        var old = VendorSet()
        swap(&old, &set)
        switch old.storage {
        case .words(let array):
            if words.count < Self.maxArrays { words.append(array) }
        case .ranges(let array):
            if array.capacity > 0, spans.count < Self.maxArrays { spans.append(array) }
        }
    }

    /// Empties a set that may be there and keeps its memory.
    @inline(__always)
    mutating func take(_ set: inout VendorSet?) {
        guard var old = set.take() else { return }
        take(&old)
    }

    /// An empty array for words, with room if there is one.
    @inline(__always)
    mutating func takeWords() -> [UInt64] {
        guard var array = words.popLast() else { return [] }
        array.removeAll(keepingCapacity: true)
        return array
    }

    /// An empty array for spans, with room if there is one.
    @inline(__always)
    mutating func takeSpans() -> [VendorSet.Span16] {
        guard var array = spans.popLast() else { return [] }
        array.removeAll(keepingCapacity: true)
        return array
    }
}
