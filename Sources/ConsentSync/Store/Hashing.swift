import Crypto

extension SHA256 {
    /// The 32 bytes of the hash of these bytes.
    static func bytes(of data: [UInt8]) -> [UInt8] { hash(data: data).first(SHA256Digest.byteCount) }
}

extension SHA256Digest {
    /// The first so many bytes. Asks for memory once, which `Array` of a sequence does not.
    func first(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(SHA256Digest.byteCount)
        bytes.append(contentsOf: self)
        bytes.removeLast(Swift.max(0, bytes.count - count))
        return bytes
    }
}

extension [UInt8] {
    /// Appends an integer, most significant byte first.
    mutating func append<Number: FixedWidthInteger>(bigEndian number: Number) {
        append(addingCapacity: Number.bitWidth / 8) { (output: inout OutputSpan<UInt8>) in
            var shift = Number.bitWidth
            while shift > 0 {
                shift -= 8
                output.append(UInt8(truncatingIfNeeded: number &>> Number(truncatingIfNeeded: shift)))
            }
        }
    }
}
