import Foundation

/// Reads standard input line by line in large pieces; memory is bounded by the longest line that is allowed.
struct LineReader {
    /// Longer lines are handed over cut off at this length, for whoever reads them to refuse.
    static let maxLineBytes = 2 << 20
    private static let pieceBytes = 1 << 20

    private var buffer: [UInt8] = []
    private var isAtEnd = false

    /// The next lines that are complete, without their ends (LF or CR LF); nil at the end of the input.
    mutating func next() -> [ArraySlice<UInt8>]? {
        while true {
            if isAtEnd {
                guard !buffer.isEmpty else { return nil }
                let last = Self.withoutReturn(buffer[...])
                buffer = []
                return [last]
            }
            guard let piece = try? FileHandle.standardInput.read(upToCount: Self.pieceBytes), !piece.isEmpty else {
                isAtEnd = true
                continue
            }
            buffer.append(contentsOf: piece)
            if let lines = takeLines() { return lines }
        }
    }

    private mutating func takeLines() -> [ArraySlice<UInt8>]? {
        guard let last = buffer.lastIndex(of: 0x0A) else {
            if buffer.count > Self.maxLineBytes { buffer.removeLast(buffer.count - Self.maxLineBytes) }
            return nil
        }
        let complete = buffer[..<last]
        buffer = Array(buffer[(last + 1)...])
        return complete.split(separator: 0x0A, omittingEmptySubsequences: false).map(Self.withoutReturn)
    }

    private static func withoutReturn(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        line.last == 0x0D ? line.dropLast() : line
    }
}
