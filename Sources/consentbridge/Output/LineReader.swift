import Foundation

/// Reads standard input in pieces that end where a line ends; memory is bounded by the longest line that is allowed.
struct LineReader {
    /// Longer lines are handed over cut off at this length, for whoever reads them to refuse.
    static let maxLineBytes = 2 << 20
    /// Small enough for a piece and its answers to stay in the processor's cache.
    private static let readBytes = 256 << 10

    private var buffer: [UInt8] = []
    private var isAtEnd = false

    /// The next lines that are complete, with a line feed between each two; nil at the end of the input. Lines are
    /// handed over as they come, so that who waits for an answer before the next question gets one.
    mutating func nextPiece() -> LinePiece? {
        while !isAtEnd {
            guard let read = try? FileHandle.standardInput.read(upToCount: Self.readBytes), !read.isEmpty else {
                isAtEnd = true
                break
            }
            // What was there before has no line end.
            let start = buffer.count
            buffer.append(contentsOf: read)
            if let last = buffer[start...].lastIndex(of: 0x0A) {
                let rest = Array(buffer[(last + 1)...])
                buffer.removeSubrange(last...)
                let piece = LinePiece(bytes: buffer)
                buffer = rest
                return piece
            }
            if buffer.count > Self.maxLineBytes { buffer.removeLast(buffer.count - Self.maxLineBytes) }
        }
        guard !buffer.isEmpty else { return nil }
        defer { buffer = [] }
        return LinePiece(bytes: buffer)
    }

    /// The next lines that are complete, without their ends; nil at the end of the input.
    mutating func next() -> [ArraySlice<UInt8>]? {
        guard let piece = nextPiece() else { return nil }
        return piece.ranges.map { piece.bytes[$0] }
    }
}

/// One or more whole lines with a line feed between each two.
struct LinePiece: Sendable {
    let bytes: [UInt8]

    /// Where the lines are, without their ends (LF or CR LF).
    var ranges: [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        let text = bytes.span
        for index in text.indices where text[index] == 0x0A {
            ranges.append(line(start, index))
            start = index + 1
        }
        ranges.append(line(start, text.count))
        return ranges
    }

    private func line(_ start: Int, _ end: Int) -> Range<Int> {
        end > start && bytes[end - 1] == 0x0D ? start..<end - 1 : start..<end
    }
}
