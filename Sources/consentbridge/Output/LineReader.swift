import Foundation

/// Reads standard input in pieces that end where a line ends; memory is bounded by the longest line that is allowed.
struct LineReader {
    /// Longer lines are handed over cut off at this length, for whoever reads them to refuse.
    static let maxLineBytes = 2 << 20
    /// Small enough for a piece and its answers to stay in the processor's cache.
    private static let readBytes = 256 << 10

    private var buffer: [UInt8] = []
    private var isAtEnd: Bool
    /// Whether the input can be read further without waiting for somebody: a file and no pipe or terminal.
    private let isFile: Bool

    init() {
        let flags = fcntl(STDIN_FILENO, F_GETFL)
        isAtEnd = flags == -1
        // A pipe may have been left in a state in which there being nothing yet is an error.
        if flags != -1, flags & O_NONBLOCK != 0 { _ = fcntl(STDIN_FILENO, F_SETFL, flags & ~O_NONBLOCK) }
        isFile = (try? FileHandle.standardInput.offset()) != nil
    }

    /// The next lines that are complete, with a line feed between each two; nil at the end of the input.
    ///
    /// Of a pipe it takes what is there, as long as that ends inside a line: who waits for an answer before the next
    /// question gets one.
    mutating func nextPiece() -> LinePiece? {
        var searched = buffer.count
        while !isAtEnd {
            let count = buffer.count
            read()
            isAtEnd = buffer.count == count
            guard buffer.count >= Self.readBytes || buffer.last == 0x0A, !isAtEnd else { continue }
            if let last = buffer[searched...].lastIndex(of: 0x0A) {
                let rest = Array(buffer[(last + 1)...])
                buffer.removeSubrange(last...)
                defer { buffer = rest }
                return LinePiece(bytes: buffer)
            }
            if buffer.count > Self.maxLineBytes { buffer.removeLast(buffer.count - Self.maxLineBytes) }
            searched = buffer.count
        }
        guard !buffer.isEmpty else { return nil }
        defer { buffer = [] }
        return LinePiece(bytes: buffer)
    }

    /// Appends what comes next; nothing at the end of the input.
    private mutating func read() {
        if !isFile {
            buffer.append(contentsOf: FileHandle.standardInput.availableData)
        } else if let data = try? FileHandle.standardInput.read(upToCount: Self.readBytes) {
            buffer.append(contentsOf: data)
        }
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
