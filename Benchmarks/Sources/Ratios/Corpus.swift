import Foundation

/// The lines of a file, read once; both sides of a comparison walk through the same memory.
struct Corpus {
    let bytes: [UInt8]
    let lines: [Range<Int>]

    init(_ file: URL) throws {
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
    func prefix(_ count: Int) -> Corpus { Corpus(bytes: bytes, lines: Array(lines.prefix(count))) }
}
