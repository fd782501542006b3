public import Foundation

/// The lines of a file, read once; both sides of a comparison walk through the same memory.
public struct Corpus: Sendable {
    /// The whole file.
    public let bytes: [UInt8]
    /// Where the lines are, without their ends.
    public let lines: [Range<Int>]

    /// Reads a file.
    public init(_ file: URL) throws {
        bytes = Array(try Data(contentsOf: file))
        var lines: [Range<Int>] = []
        var start = 0
        for (index, byte) in bytes.enumerated() where byte == 0x0A {
            lines.append(start..<index)
            start = index + 1
        }
        self.lines = lines
    }

    private init(bytes: [UInt8], lines: [Range<Int>]) {
        self.bytes = bytes
        self.lines = lines
    }

    /// The first lines.
    public func prefix(_ count: Int) -> Corpus { Corpus(bytes: bytes, lines: Array(lines.prefix(count))) }
}

/// Two sums over all lines, which every program must reach: `sum * 31 + number`, 32 bits, number after number.
public struct Checksums: Sendable, Equatable, CustomStringConvertible {
    /// The sum of all numbers that every job has.
    public private(set) var first: UInt32 = 0
    /// The sum of what only a full decode has.
    public private(set) var second: UInt32 = 0

    /// Sums of nothing.
    public init() {}

    mutating func add(_ number: UInt32) { first = first &* 31 &+ number }

    mutating func addSecond(_ number: UInt32) { second = second &* 31 &+ number }

    /// As all programs print them.
    public var description: String { "h=\(Self.hex(first)) g=\(Self.hex(second))" }

    private static func hex(_ sum: UInt32) -> String {
        let digits = String(sum, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// The sums of the truth beside a corpus: what its generator wrote into each line.
    ///
    /// - Parameter isFull: whether all numbers count and not only the first, the mask.
    public init(truth file: URL, isFull: Bool) throws {
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            let numbers = line.split(separator: "\t").compactMap { UInt32($0) }
            if isFull {
                for number in numbers.prefix(6) { add(number) }
                for number in numbers.dropFirst(6).prefix(3) { addSecond(number) }
            } else {
                add(numbers[0])
            }
        }
    }
}
