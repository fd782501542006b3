import ConsentAdapters

extension [UInt8] {
    /// The bytes in lower-case hexadecimal.
    var hex: String { Fingerprint.hex(self) }

    /// Bytes from hexadecimal; nil where it is none.
    init?(hex: String) {
        let nibbles = hex.utf8.map { Character(UnicodeScalar($0)).hexDigitValue }
        guard nibbles.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: nibbles.count, by: 2) {
            guard let high = nibbles[index], let low = nibbles[index + 1] else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        self = bytes
    }
}
