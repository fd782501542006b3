/// A compressed body, written by hand after the formats' specifications.
struct CompressedSample: Sendable {
    let encoding: String
    let bytes: [UInt8]

    /// `GzipSamples.helloText` in every encoding that a server may choose.
    static let hello: [CompressedSample] = {
        let text = Array(GzipSamples.helloText.utf8)
        return [
            CompressedSample(encoding: "gzip", bytes: GzipSamples.hello),
            // A zlib header, one stored block (RFC 1951 section 3.2.4) and the checksum.
            CompressedSample(
                encoding: "deflate",
                bytes: [0x78, 0x01, 0x01] + littleEndian(text.count) + littleEndian(0xFFFF - text.count) + text
                    + adler32(text)
            ),
            // One uncompressed meta-block (RFC 7932 section 9.2) and an empty last one.
            CompressedSample(
                encoding: "br",
                bytes: [UInt8(((text.count - 1) << 4) & 0xFF), UInt8(((text.count - 1) >> 4) & 0xFF), 0x10] + text
                    + [0x03]
            ),
            // A frame of one raw block (RFC 8878 section 3.1.1), whose size is stored less 256.
            CompressedSample(
                encoding: "zstd",
                bytes: [0x28, 0xB5, 0x2F, 0xFD, 0x60] + littleEndian(text.count - 256)
                    + littleEndian(text.count << 3 | 1) + [0] + text
            ),
        ]
    }()

    /// Eight mebibytes in 263 bytes: a zstd frame of blocks that each repeat one byte (RFC 8878 section 3.1.1.2.2).
    static let zstdBomb: [UInt8] = {
        let size = 128 << 10
        let blocks = (1...64).flatMap { number -> [UInt8] in
            let header = size << 3 | 1 << 1 | (number == 64 ? 1 : 0)
            return littleEndian(header & 0xFFFF) + [UInt8(header >> 16), 0x61]
        }
        return [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x38] + blocks
    }()

    private static func littleEndian(_ value: Int) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF)] }

    private static func adler32(_ bytes: [UInt8]) -> [UInt8] {
        var (a, b): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            a = (a + UInt32(byte)) % 65_521
            b = (b + a) % 65_521
        }
        return [UInt8(b >> 8), UInt8(b & 0xFF), UInt8(a >> 8), UInt8(a & 0xFF)]
    }
}
