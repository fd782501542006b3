import Crypto

/// SHA-256 of what decides: manifests and policies are known by it in the ledger.
public enum Fingerprint {
    /// The 32 bytes of the hash of a text's UTF-8.
    public static func sha256(of text: String) -> [UInt8] {
        Array(SHA256.hash(data: Array(text.utf8)))
    }

    /// A hash as lower-case hexadecimal digits.
    public static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}
