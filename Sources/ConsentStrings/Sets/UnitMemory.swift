/// Words at the start of an array that may be larger: making room for other words costs nothing once it is large enough.
struct UnitMemory: Sendable {
    /// The words, and behind them what is left over from others.
    var array: [UInt64]
    /// How many words count.
    private(set) var count: Int

    init(_ array: [UInt64]) {
        self.array = array
        count = array.count
    }

    /// The last word.
    var last: UInt64? { count > 0 ? array[count &- 1] : nil }

    /// The words alone.
    var trimmed: ArraySlice<UInt64> { array[..<count] }

    /// Makes room for `count` words, whatever is in them.
    @inline(__always)
    mutating func resize(_ count: Int) {
        let missing = count &- array.count
        if missing > 0 {
            array.append(addingCapacity: missing) { (output: inout OutputSpan<UInt64>) in
                output.append(repeating: 0, count: missing)
            }
        }
        self.count = count
    }

    /// Leaves zeros at the end away.
    @inline(__always)
    mutating func removeTrailingZeros() {
        while count > 0, array[count &- 1] == 0 { count &-= 1 }
    }
}

extension UnitMemory: Equatable {
    static func == (left: UnitMemory, right: UnitMemory) -> Bool { left.trimmed == right.trimmed }
}
