/// A random number generator that gives the same numbers for the same seed, for ever and on every machine.
///
/// It is SplitMix64. Made-up data and random tests use it, and print it when they fail: `description` names the seed,
/// so that the failure can be had again. The methods below stay away from the standard library's `random(in:)`, whose
/// way from bits to a number is not promised to stay as it is.
public struct RepeatableGenerator: RandomNumberGenerator, Sendable, CustomStringConvertible {
    /// What the sequence follows from.
    public let seed: UInt64
    private var state: UInt64

    /// Starts the sequence of a seed.
    public init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    /// Starts the n-th of many independent sequences of one seed, so that item n can be made without the items before.
    public init(seed: UInt64, stream: UInt64) {
        self.init(seed: Self.mixed(seed ^ Self.mixed(stream &+ Self.step)))
    }

    /// Starts a sequence whose seed nobody chose. Print the generator, or the run cannot be repeated.
    public static func unseeded() -> RepeatableGenerator {
        RepeatableGenerator(seed: UInt64.random(in: .min ... .max))
    }

    /// What to print beside a failure, for example `seed 20261124`.
    public var description: String { "seed \(seed)" }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= Self.step
        return Self.mixed(state)
    }

    /// A number from a range, each as likely as the others; the lower bound where the range is empty.
    public mutating func number(in range: Range<Int64>) -> Int64 {
        let width = UInt64(bitPattern: range.upperBound &- range.lowerBound)
        let offset = next().multipliedFullWidth(by: width).high
        return range.lowerBound &+ Int64(bitPattern: offset)
    }

    /// Whether something that happens `times` in `of` happens this time.
    public mutating func chance(_ times: Int64, in of: Int64) -> Bool {
        number(in: 0..<of) < times
    }

    /// One element of a list, or nil where it is empty.
    public mutating func element<List: RandomAccessCollection>(of list: List) -> List.Element? {
        guard !list.isEmpty else { return nil }
        let offset = Int(number(in: 0..<Int64(list.count)))
        return list[list.index(list.startIndex, offsetBy: offset)]
    }

    private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

    private static func mixed(_ value: UInt64) -> UInt64 {
        var bits = value
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
