#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The header lines of an answer as they came. There are a dozen, of which hardly any is asked for, so that they are
/// kept in one piece and taken apart only for whoever asks.
struct ReceivedHeader: Sendable {
    /// The lines, each with its line end.
    private var bytes: [UInt8] = []
    /// Which letters names begin with, so that most questions about what is not there need no look at the lines.
    private var initials: UInt32 = 0

    /// Adds a line with its line end.
    mutating func append(_ line: UnsafeRawBufferPointer) {
        guard let first = line.first else { return }
        if bytes.isEmpty {
            // What most answers have, so that it does not grow step by step.
            bytes.reserveCapacity(512)
        }
        initials |= Self.bit(first)
        bytes.append(contentsOf: line.assumingMemoryBound(to: UInt8.self))
        if line[line.count - 1] != newline { bytes.append(newline) }
    }

    /// Removes all lines and keeps their memory.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        initials = 0
    }

    /// All fields in order. A line without a name is none.
    var fields: [HTTPFields.Field] {
        var fields: [HTTPFields.Field] = []
        forEachLine { line in
            if let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 {
                let name = String(decoding: line[..<colon], as: UTF8.self)
                fields.append(HTTPFields.Field(name: name, value: Self.text(line[(colon + 1)...])))
            }
            return true
        }
        return fields
    }

    /// The values of a name in order, compared without case, up to a number of them.
    func values(of name: String, upTo limit: Int = .max) -> [String] {
        var name = name
        return name.withUTF8 { name in
            guard let first = name.first, initials & Self.bit(first) != 0 else { return [] }
            var values: [String] = []
            forEachLine { line in
                if line.count > name.count, line[name.count] == UInt8(ascii: ":"),
                    asciiCaseEqual(line[..<name.count], name)
                {
                    values.append(Self.text(line[(name.count + 1)...]))
                }
                return values.count < limit
            }
            return values
        }
    }

    /// Calls for each line, without its line feed, until it is told to stop.
    private func forEachLine(_ take: (UnsafeBufferPointer<UInt8>) -> Bool) {
        bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            while start < bytes.count, let base = bytes.baseAddress,
                let end = memchr(base + start, Int32(newline), bytes.count - start)
            {
                let length = UnsafeRawPointer(end) - UnsafeRawPointer(base + start)
                guard take(UnsafeBufferPointer(start: base + start, count: length)) else { return }
                start += length + 1
            }
        }
    }

    private static func text(_ value: Slice<UnsafeBufferPointer<UInt8>>) -> String {
        var rest = value
        while let first = rest.first, isFieldSpace(first) { rest = rest.dropFirst() }
        while let last = rest.last, isFieldSpace(last) { rest = rest.dropLast() }
        return String(decoding: UnsafeBufferPointer(rebasing: rest), as: UTF8.self)
    }

    /// Capitals and small letters have the same bit.
    private static func bit(_ initial: UInt8) -> UInt32 { 1 << UInt32(initial & 31) }
}

private let newline = UInt8(ascii: "\n")

private func isFieldSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == newline
}
