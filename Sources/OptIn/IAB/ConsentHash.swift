/// The hash of a consent string that the TCF plug-in keeps in the cookie under `iabConsentHash`, to notice a change.
public enum ConsentHash {
    /// CRC-32 (IEEE 802.3) of the text's UTF-8, in base 32 with the digits `0-9a-v`: `386619v` for `COabc`.
    public static func text(of text: String) -> String {
        String(checksum(Array(text.utf8)), radix: 32)
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var remainder = UInt32.max
        for byte in bytes {
            remainder ^= UInt32(byte)
            for _ in 0..<8 {
                remainder = remainder & 1 == 0 ? remainder >> 1 : remainder >> 1 ^ 0xEDB8_8320
            }
        }
        return ~remainder
    }
}
