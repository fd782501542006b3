/// Gzip data (RFC 1952), as exports and some cookies have it.
package enum Gzip {
    /// Whether the bytes begin as gzip data does, which no text can.
    package static func begins(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

    /// What the data unfolds to: its members one after another, each whole and true to its checksum and size.
    ///
    /// - Throws: ``TranslationError`` `tooLarge` beyond ``TranslationLimits/maxInflatedBytes`` or
    ///   ``TranslationLimits/maxInflationRatio``, `malformed` where the data is cut off, damaged or not gzip.
    package static func inflated(_ bytes: [UInt8], path: String) throws(TranslationError) -> [UInt8] {
        let most = limit(forBytes: bytes.count)
        var output: [UInt8] = []
        var reader = MemberReader(bytes: bytes, path: path)
        repeat {
            output += try reader.member(limit: most - output.count)
        } while !reader.isAtEnd
        return output
    }

    private static func limit(forBytes count: Int) -> Int {
        let most = TranslationLimits.maxInflatedBytes
        // The smaller count keeps the product from overflowing.
        let byRatio = min(count, most) * TranslationLimits.maxInflationRatio + TranslationLimits.inflationAllowance
        return min(most, byRatio)
    }
}

/// Reads the members of gzip data (RFC 1952, section 2.3).
private struct MemberReader {
    /// The flags of a member's header.
    private enum Flag {
        static let headerChecksum = 1 << 1
        static let extra = 1 << 2
        static let name = 1 << 3
        static let comment = 1 << 4
        static let reserved = 0b1110_0000
    }

    let bytes: [UInt8]
    let path: String
    private var position = 0

    init(bytes: [UInt8], path: String) {
        self.bytes = bytes
        self.path = path
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func member(limit: Int) throws(TranslationError) -> [UInt8] {
        try readHeader()
        let (output, end) = try Inflate.inflated(bytes, from: position, limit: limit, path: path)
        position = end
        let checksum = try number(bytes: 4)
        let size = try number(bytes: 4)
        guard checksum == Int(CRC32.checksum(output)), size == output.count else {
            throw failure("The compressed data is damaged: its checksum is not that of what it unfolds to.")
        }
        return output
    }

    private mutating func readHeader() throws(TranslationError) {
        let start = position
        guard try number(bytes: 2) == 0x8B1F else { throw failure("The data is not gzip.") }
        let method = try number(bytes: 1)
        let flags = try number(bytes: 1)
        guard method == 8, flags & Flag.reserved == 0 else {
            throw failure("The gzip data has a form that RFC 1952 does not know.")
        }
        // The time, the compressor's effort and its system mean nothing here.
        try skip(6)
        if flags & Flag.extra != 0 { try skip(try number(bytes: 2)) }
        if flags & Flag.name != 0 { try skipText() }
        if flags & Flag.comment != 0 { try skipText() }
        if flags & Flag.headerChecksum != 0 {
            let checksum = Int(CRC32.checksum(bytes[start..<position]) & 0xFFFF)
            guard try number(bytes: 2) == checksum else { throw failure("The header of the gzip data is damaged.") }
        }
    }

    /// A number of so many bytes, the lowest first.
    private mutating func number(bytes count: Int) throws(TranslationError) -> Int {
        let start = position
        try skip(count)
        return bytes[start..<position].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    private mutating func skip(_ count: Int) throws(TranslationError) {
        guard count <= bytes.count - position else { throw failure("The compressed data is cut off.") }
        position += count
    }

    private mutating func skipText() throws(TranslationError) {
        while try number(bytes: 1) != 0 {}
    }

    private func failure(_ message: String) -> TranslationError {
        TranslationError(.malformed, message, path: path)
    }
}
