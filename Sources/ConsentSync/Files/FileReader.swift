import Foundation

/// Reads a file in chunks of whole rows, in constant memory.
struct FileReader {
    /// Some rows, each ending in a line feed but for the last one of a file.
    struct Chunk {
        let rows: [ArraySlice<UInt8>]
        /// The number of the first row, from 1.
        let first: Int
        /// Bytes of the file up to the chunk's end.
        let end: UInt64
    }

    private let path: String
    private let file: FileHandle
    /// What divides the fields of a CSV file, in which a line feed between quotes ends no row; nil for plain lines.
    private let separator: UInt8?
    /// What was read and is not part of a chunk yet.
    private var buffer: [UInt8] = []
    private var isAtEnd = false
    /// Bytes and rows up to the last chunk's end.
    private var position: UInt64 = 0
    private var rows = 0

    /// Opens a file.
    ///
    /// - Throws: ``FileProblem`` where it cannot be opened.
    init(path: String, separator: UInt8? = nil) throws(FileProblem) {
        self.path = path
        self.separator = separator
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw FileProblem("\(path) cannot be opened; check its rights.")
        }
        self.file = file
    }

    func close() { try? file.close() }

    /// Goes to where an earlier chunk ended.
    mutating func skip(to position: FilePosition) throws(FileProblem) {
        do {
            try file.seek(toOffset: position.offset)
        } catch {
            throw unreadable
        }
        (self.position, rows, buffer, isAtEnd) = (position.offset, position.rows, [], false)
    }

    /// The first row, from which on reading goes on; nil in an empty file.
    mutating func firstRow() throws(FileProblem) -> ArraySlice<UInt8>? {
        guard let end = try endOfRow(from: 0) else { return nil }
        let row = Array(buffer[..<end])[...]
        take(end, rows: 1)
        return row
    }

    /// The beginning of the file, without going on.
    mutating func beginning() throws(FileProblem) -> ArraySlice<UInt8> {
        while buffer.count < FileLimits.readBytes, try fill() {}
        return buffer.prefix(FileLimits.readBytes)
    }

    /// The whole file.
    mutating func all() throws(FileProblem) -> [UInt8] {
        while try fill() {
            guard buffer.count <= FileLimits.maxWholeBytes else {
                throw FileProblem(
                    "\(path) has more than \(FileLimits.maxWholeBytes) bytes in one piece; write one object a line "
                        + "(NDJSON) instead."
                )
            }
        }
        let all = buffer
        take(all.count, rows: 0)
        return all
    }

    /// The next rows; nil at the end.
    mutating func next() throws(FileProblem) -> Chunk? {
        var ends = [0]
        while let start = ends.last, start < FileLimits.chunkBytes, let end = try endOfRow(from: start) {
            ends.append(end)
        }
        guard let length = ends.last, length > 0 else { return nil }
        let bytes = Array(buffer[..<length])
        let first = rows + 1
        take(length, rows: ends.count - 1)
        return Chunk(rows: zip(ends, ends.dropFirst()).map { bytes[$0..<$1] }, first: first, end: position)
    }

    private mutating func take(_ bytes: Int, rows count: Int) {
        buffer.removeFirst(bytes)
        position += UInt64(bytes)
        rows += count
    }

    /// Where the row ends that begins at a place in the buffer; nil at the end of the file.
    private mutating func endOfRow(from start: Int) throws(FileProblem) -> Int? {
        var place = start
        // A quote opens at the start of a field only, or where one has just closed, which is how one is written.
        var (isQuoted, mayOpen) = (false, separator != nil)
        while true {
            while place < buffer.count {
                let byte = buffer[place]
                place += 1
                if byte == UInt8(ascii: "\""), isQuoted || mayOpen {
                    isQuoted.toggle()
                    mayOpen = !isQuoted
                } else if !isQuoted {
                    if byte == UInt8(ascii: "\n") { return place }
                    mayOpen = byte == separator
                }
            }
            guard buffer.count - start <= FileLimits.maxRowBytes else {
                throw FileProblem(
                    "Row \(rows + 1) of \(path) or one soon after it is longer than \(FileLimits.maxRowBytes) bytes"
                        + (isQuoted ? ": a quote is not closed" : "") + ". The rows before it were read; correct it."
                )
            }
            if try !fill() { return place > start ? place : nil }
        }
    }

    /// Reads on; false at the end of the file.
    private mutating func fill() throws(FileProblem) -> Bool {
        guard !isAtEnd else { return false }
        do {
            guard let data = try file.read(upToCount: FileLimits.readBytes), !data.isEmpty else {
                isAtEnd = true
                return false
            }
            buffer += data
            return true
        } catch {
            throw unreadable
        }
    }

    private var unreadable: FileProblem { FileProblem("\(path) cannot be read to its end; check the disk.") }
}
