import Crypto

extension SHA256 {
    /// The 32 bytes of the hash of these bytes.
    static func bytes(of data: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(SHA256Digest.byteCount)
        hash(data: data).write(to: &bytes)
        return bytes
    }
}

extension SHA256Digest {
    /// Replaces what is in a buffer by the hash. Reads the hash's memory: as a sequence it makes an array first.
    func write(to bytes: inout [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        unsafe withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    }

    /// Both halves of the hash.
    var halves: (first: ShortHash, second: ShortHash) {
        unsafe withUnsafeBytes { bytes in
            let words = unsafe bytes.bindMemory(to: UInt64.self)
            return unsafe (
                ShortHash(high: UInt64(bigEndian: words[0]), low: UInt64(bigEndian: words[1])),
                ShortHash(high: UInt64(bigEndian: words[2]), low: UInt64(bigEndian: words[3]))
            )
        }
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
